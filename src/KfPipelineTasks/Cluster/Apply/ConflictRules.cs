using KfPipelineTasks.Cluster.Fields;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>What to do about fields that another field manager owns.</summary>
public sealed record ConflictRules
{
    /// <summary>Take every field from whoever owns it.</summary>
    public bool ForceAll { get; init; }

    /// <summary>Paths to take, such as <c>spec.replicas</c>, <c>webhooks[*].failurePolicy</c> (and everything below them).</summary>
    public IReadOnlyList<string> Force { get; init; } = [];

    /// <summary>Paths to leave to the other owner.</summary>
    public IReadOnlyList<string> Yield { get; init; } = [];

    internal bool MayForce(string path) => ForceAll || Force.Any(p => FieldPath.Covers(p, path));

    internal bool MayYield(string path) => Yield.Any(p => FieldPath.Covers(p, path));
}
