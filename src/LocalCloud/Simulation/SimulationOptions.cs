namespace LocalCloud.Simulation;

/// <summary>How the inside of the clusters behaves. Changes count from the next look of a controller.</summary>
public sealed class SimulationOptions
{
    /// <summary>How long things take.</summary>
    public ClusterDelays Delays { get; set; } = new();

    /// <summary>Who is told to behave in another way; the first rule that fits decides, after annotations.</summary>
    public IReadOnlyList<BehaviourRule> Rules { get; set; } = [];

    /// <summary>Takes over what a scenario says; its rules come before those that are there.</summary>
    internal void Take(IReadOnlyList<BehaviourRule> rules, ClusterDelays? delays)
    {
        Rules = [.. rules, .. Rules];
        Delays = delays ?? Delays;
    }
}
