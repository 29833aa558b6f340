using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>An object cannot be applied; everything that needs it cannot either.</summary>
internal sealed class Refusal(Problem problem) : DeployException(problem.Message, problem.Next)
{
    public Problem Problem { get; } = problem;
}
