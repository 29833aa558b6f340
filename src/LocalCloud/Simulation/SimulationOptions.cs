namespace LocalCloud.Simulation;

/// <summary>How the inside of the clusters behaves.</summary>
public sealed record SimulationOptions
{
    /// <summary>How long things take.</summary>
    public ClusterDelays Delays { get; init; } = new();

    /// <summary>Who is told to behave in another way; the first rule that fits decides, after annotations.</summary>
    public IReadOnlyList<BehaviourRule> Rules { get; init; } = [];
}
