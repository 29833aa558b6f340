using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>What EnsureNodePool would do, in its order.</summary>
public sealed record PoolPlan
{
    public required Plan Plan { get; init; }

    /// <summary>The pool that will do the work; empty on Autopilot.</summary>
    public string Target { get; init; } = "";

    /// <summary>The target is a failed attempt of ours and is deleted first.</summary>
    public bool DropsFailed { get; init; }

    /// <summary>The pool to create; null when the target is there.</summary>
    public NodePool? Create { get; init; }

    /// <summary>Changes of the target in place, one request each.</summary>
    public IReadOnlyList<NodePoolUpdate> Updates { get; init; } = [];

    /// <summary>New bounds of the target's autoscaling.</summary>
    public PoolAutoscaling? Autoscaling { get; init; }

    /// <summary>New number of nodes per zone of the target.</summary>
    public int? Resize { get; init; }

    /// <summary>Ready nodes to wait for.</summary>
    public int NodesWanted { get; init; }

    /// <summary>Pools that an earlier run has left closed, and that stay: they are opened first.</summary>
    public IReadOnlyList<PoolReopening> Reopen { get; init; } = [];

    /// <summary>Pools to empty and delete, one after the other.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];
}
