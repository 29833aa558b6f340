using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Deleting;

/// <summary>What became of a set that was to be deleted.</summary>
/// <param name="Changes">One entry per object that existed, in the order in which they went.</param>
/// <param name="Problems">What could not be deleted, and who holds it.</param>
public sealed record DeleteResult(IReadOnlyList<Change> Changes, IReadOnlyList<Problem> Problems)
{
    /// <exception cref="DeployException">Something is still there.</exception>
    public DeleteResult ThrowIfFailed() => Problems.Count == 0
        ? this
        : throw new DeployException($"{Problems.Count} objects could not be deleted:{string.Concat(Problems.Select(p => $"{Environment.NewLine}  - {p}"))}", "Remove what holds them and run again.");
}
