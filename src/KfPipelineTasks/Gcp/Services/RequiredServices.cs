namespace KfPipelineTasks.Gcp.Services;

/// <summary>The APIs that a deployment uses.</summary>
public static class RequiredServices
{
    private static readonly string[] Always = ["serviceusage", "cloudresourcemanager", "iam", "iamcredentials", "container", "compute", "storage", "logging", "monitoring"];
    private static readonly string[] BehindIap = ["iap", "servicemanagement", "servicecontrol", "endpoints", "sqladmin"];

    /// <summary>Services of the Kubeflow project.</summary>
    /// <param name="iap">Kubeflow stands behind Identity-Aware Proxy, with the distribution's database and endpoint.</param>
    /// <param name="mesh">The mesh is Google's.</param>
    /// <param name="federation">The deployer comes in by workload identity federation.</param>
    public static IReadOnlyList<string> OfKubeflow(bool iap, bool mesh, bool federation) =>
        Full([.. Always, .. iap ? BehindIap : [], .. mesh ? ["mesh", "gkehub"] : Array.Empty<string>(), .. federation ? ["sts"] : Array.Empty<string>()]);

    /// <summary>Services of the project of the management cluster.</summary>
    public static IReadOnlyList<string> OfManagement { get; } = Full(["krmapihosting", "container", "cloudresourcemanager", "serviceusage", "iam"]);

    private static IReadOnlyList<string> Full(IEnumerable<string> names) => [.. names.Distinct().Select(name => $"{name}.googleapis.com").Order(StringComparer.Ordinal)];
}
