namespace KfPipelineTasks.Gcp.NodePools;

/// <summary>A node pool, as it is read and as it is created.</summary>
public sealed record NodePool
{
    public string Name { get; init; } = "";

    public NodeConfig? Config { get; init; }

    /// <summary>Nodes per zone when it was made.</summary>
    public int? InitialNodeCount { get; init; }

    public PoolAutoscaling? Autoscaling { get; init; }

    public PoolManagement? Management { get; init; }

    public UpgradeSettings? UpgradeSettings { get; init; }

    /// <summary>Zones; absent in a request: those of the cluster.</summary>
    public IReadOnlyList<string>? Locations { get; init; }

    /// <summary>PROVISIONING, RUNNING, RUNNING_WITH_ERROR, RECONCILING, STOPPING or ERROR.</summary>
    public string? Status { get; init; }

    public string? StatusMessage { get; init; }

    public IReadOnlyList<PoolCondition>? Conditions { get; init; }

    /// <summary>What its nodes are made of, where nobody said: Google's default.</summary>
    internal string MachineType => Config?.MachineType is { Length: > 0 } type ? type : "e2-medium";

    /// <summary>How many zones it has; a pool without any listed has one.</summary>
    internal int Zones => Math.Max(1, Locations?.Count ?? 1);

    internal IReadOnlyList<string> Scopes => Config?.OauthScopes ?? [];

    internal IReadOnlyList<NodeTaint> Taints => Config?.Taints ?? [];
}
