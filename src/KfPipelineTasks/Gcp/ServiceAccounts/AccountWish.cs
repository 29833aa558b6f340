namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <summary>The service account that is wanted, and what it and others may do.</summary>
public sealed record AccountWish
{
    public required string Project { get; init; }

    /// <summary>The part before the @.</summary>
    public required string Id { get; init; }

    public string DisplayName { get; init; } = "Nodes and pipelines of Kubeflow";

    /// <summary>What the installation is called that the account is made for.</summary>
    public required string Installation { get; init; }

    /// <summary>The mark on an account of ours, which alone allows to take it away again.</summary>
    public string Description => $"Made by kf-pipeline-tasks for the installation {Installation}.";

    /// <summary>Roles in the project, on top of <see cref="AccountRoles.OfNodes"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Roles in the project that are taken away.</summary>
    public IReadOnlyList<string> RemovedRoles { get; init; } = [];

    /// <summary>Members who may act as the account.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Kubernetes service accounts that may act as the account: <c>namespace/name</c>.</summary>
    public IReadOnlyList<string> WorkloadIdentities { get; init; } = [];

    /// <summary>Allows roles/owner, roles/editor and roles/viewer.</summary>
    public bool AllowBasicRoles { get; init; }

    public string Email => IamServiceAccounts.Email(Project, Id);
}
