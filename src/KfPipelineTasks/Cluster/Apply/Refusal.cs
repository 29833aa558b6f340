using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>An object cannot be applied; everything that needs it cannot either.</summary>
/// <param name="isLate">Only the time is over: what it waits for may still come.</param>
internal sealed class Refusal(Problem problem, bool isLate = false) : DeployException(problem.Message, problem.Next)
{
    public Problem Problem { get; } = problem;

    public bool IsLate { get; } = isLate;
}
