using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>One thing that must be so before people get in.</summary>
/// <param name="What">Address, backend, certificate, name ...</param>
internal sealed record WayInCheck(string What, Verdict Verdict)
{
    /// <summary>What is missing and what to do about it, in one line.</summary>
    public override string ToString() => $"{What}: {Verdict.Because}{(Verdict.Next is { Length: > 0 } next ? $" [{next}]" : "")}";
}
