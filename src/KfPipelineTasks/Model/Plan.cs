namespace KfPipelineTasks.Model;

/// <summary>What a task would do, in the order in which it would do it.</summary>
/// <param name="Title">What the plan is for, such as <c>Apply kubeflow</c>.</param>
/// <param name="Changes">One entry per thing looked at, unchanged ones included.</param>
public sealed record Plan(string Title, IReadOnlyList<Change> Changes)
{
    /// <summary>True when nothing would be written and nothing stands in the way.</summary>
    public bool IsEmpty => Changes.All(c => c.Outcome is Outcome.Unchanged or Outcome.Skipped);

    /// <summary>True when something stands in the way.</summary>
    public bool IsBlocked => Changes.Any(c => c.Outcome == Outcome.Blocked);

    /// <summary>How many changes have this outcome.</summary>
    public int Count(Outcome outcome) => Changes.Count(c => c.Outcome == outcome);
}
