using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Nodes;

/// <summary>A Pod that cannot leave its node.</summary>
/// <param name="Pod">The Pod.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Because">What holds it.</param>
/// <param name="MayPass">True when waiting can help (a disruption budget that allows nothing right now).</param>
/// <param name="Next">What to do about it.</param>
public sealed record DrainBlocker(ResourceId Pod, string Node, string Because, bool MayPass, string Next)
{
    public override string ToString() => $"{Pod} on {Node}: {Because}";
}
