namespace KfPipelineTasks.Settings;

/// <summary>The service account that EnsureServiceAccount wants.</summary>
public sealed record ServiceAccountSettings
{
    /// <summary>Account id, 6-30 characters. Default: <c>&lt;cluster&gt;-vm</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Roles in the project on top of the four that nodes always need.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Roles in the project that are taken away.</summary>
    public IReadOnlyList<string> RemovedRoles { get; init; } = [];

    /// <summary>Who may act as the account (roles/iam.serviceAccountUser on the account itself), as IAM members.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Kubernetes service accounts that may act as the account: <c>namespace/name</c>.</summary>
    public IReadOnlyList<string> WorkloadIdentities { get; init; } = [];

    /// <summary>Allows roles/owner, roles/editor and roles/viewer among <see cref="Roles"/>.</summary>
    public bool AllowBasicRoles { get; init; }
}
