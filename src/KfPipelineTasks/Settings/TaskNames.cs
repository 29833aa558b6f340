namespace KfPipelineTasks.Settings;

/// <summary>The tasks that read settings, by the name they have on the command line.</summary>
public static class TaskNames
{
    public const string Validate = nameof(Validate);
    public const string EnableServices = nameof(EnableServices);
    public const string EnsureManagementCluster = nameof(EnsureManagementCluster);
    public const string EnsureServiceAccount = nameof(EnsureServiceAccount);
    public const string EnsureCluster = nameof(EnsureCluster);
    public const string EnsureNodePool = nameof(EnsureNodePool);
    public const string EnsureArtifactBucket = nameof(EnsureArtifactBucket);
    public const string EnsurePipelinesSecret = nameof(EnsurePipelinesSecret);
    public const string ListClusters = nameof(ListClusters);
    public const string KptSet = nameof(KptSet);
    public const string ListSetters = nameof(ListSetters);
    public const string ListImages = nameof(ListImages);
    public const string Import = nameof(Import);
    public const string Render = nameof(Render);
    public const string Vendor = nameof(Vendor);
    public const string ApplyKcc = nameof(ApplyKcc);
    public const string Apply = nameof(Apply);
    public const string Plan = nameof(Plan);
    public const string Status = nameof(Status);
    public const string ConfigureIap = nameof(ConfigureIap);
    public const string GrantIapAccess = nameof(GrantIapAccess);
    public const string EnsureProfile = nameof(EnsureProfile);
    public const string ConnectSdk = nameof(ConnectSdk);
    public const string CheckPipelines = nameof(CheckPipelines);
    public const string Teardown = nameof(Teardown);

    /// <summary>All of the above.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Validate, EnableServices, EnsureManagementCluster, EnsureServiceAccount, EnsureCluster, EnsureNodePool, EnsureArtifactBucket,
        EnsurePipelinesSecret, ListClusters, KptSet, ListSetters, ListImages, Import, Render, Vendor, ApplyKcc, Apply, Plan, Status,
        ConfigureIap, GrantIapAccess, EnsureProfile, ConnectSdk, CheckPipelines, Teardown,
    ];
}
