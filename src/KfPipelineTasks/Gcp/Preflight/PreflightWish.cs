using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.ConfigController;
using KfPipelineTasks.Gcp.NodePools;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>What a run is going to need of Google Cloud. What is left out is not looked at.</summary>
public sealed record PreflightWish
{
    /// <summary>Id of the project; empty: only the credential is looked at.</summary>
    public required string Project { get; init; }

    /// <summary>Number of the project as the settings say it; empty: they do not.</summary>
    public string Number { get; init; } = "";

    /// <summary>Something that costs money is made.</summary>
    public bool Spends { get; init; }

    public IReadOnlyList<ServiceNeed> Services { get; init; } = [];

    public IReadOnlyList<PermissionNeed> Permissions { get; init; } = [];

    public IReadOnlyList<PlaceNeed> Places { get; init; } = [];

    /// <summary>Roles that are going to be granted.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The Kubeflow cluster.</summary>
    public ClusterPath? Cluster { get; init; }

    /// <summary>What makes the cluster where it is missing, as a sentence; null when nothing does.</summary>
    public string? ClusterMaker { get; init; }

    /// <summary>The cluster is made with the package, whatever is in other places.</summary>
    public bool ClusterNameIsOurs { get; init; }

    /// <summary>The node pool, in <see cref="Cluster"/>.</summary>
    public PoolWish? Pool { get; init; }

    public ManagementWish? Management { get; init; }

    /// <summary>The management cluster may be missing: a later task makes it.</summary>
    public bool ManagementIsMade { get; init; }

    /// <summary>The bucket of artifacts.</summary>
    public string? Bucket { get; init; }

    /// <summary>Name of the global IP address that Config Connector reserves.</summary>
    public string? Address { get; init; }

    /// <summary>Name of the Cloud SQL instance that Config Connector makes.</summary>
    public string? Database { get; init; }

    /// <summary>Host that ConfigureIap publishes.</summary>
    public string? Endpoint { get; init; }

    /// <summary>E-mail of the service account of nodes and pipelines.</summary>
    public string? ServiceAccount { get; init; }
}
