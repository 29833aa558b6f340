using KfPipelineTasks.Gcp.NodePools;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>What we read of a GKE cluster. Members that are not here are ignored, and never sent back.</summary>
public sealed record ClusterDetails
{
    public string Name { get; init; } = "";

    /// <summary>Region or zone.</summary>
    public string Location { get; init; } = "";

    /// <summary>Zones of the nodes.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];

    /// <summary>PROVISIONING, RUNNING, RECONCILING, STOPPING, ERROR or DEGRADED.</summary>
    public string Status { get; init; } = "";

    public string? StatusMessage { get; init; }

    /// <summary>Address of the control plane; a port may follow.</summary>
    public string? Endpoint { get; init; }

    public string? CurrentMasterVersion { get; init; }

    public MasterAuth? MasterAuth { get; init; }

    public PrivateClusterConfig? PrivateClusterConfig { get; init; }

    public ControlPlaneEndpointsConfig? ControlPlaneEndpointsConfig { get; init; }

    public FleetMembership? Fleet { get; init; }

    public EnabledFlag? Autopilot { get; init; }

    public WorkloadIdentityConfig? WorkloadIdentityConfig { get; init; }

    public ClusterAutoscaling? Autoscaling { get; init; }

    public IReadOnlyList<NodePool> NodePools { get; init; } = [];

    /// <summary>Autopilot manages nodes itself: its pools can be neither read nor changed.</summary>
    public bool IsAutopilot => Autopilot?.Enabled == true;

    /// <summary><c>P.svc.id.goog</c>; null without Workload Identity.</summary>
    public string? WorkloadPool => WorkloadIdentityConfig?.WorkloadPool is { Length: > 0 } pool ? pool : null;
}
