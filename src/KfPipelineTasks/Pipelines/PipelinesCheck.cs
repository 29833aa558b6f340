using KfPipelineTasks.Model;

namespace KfPipelineTasks.Pipelines;

/// <summary>One thing that was tried, and what came of it.</summary>
/// <param name="Name">What was tried: <c>experiments of team-a as team-a/default-editor</c>.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="IsSecurity">True when a failure means that somebody can do what they must not.</param>
public sealed record PipelinesCheck(string Name, Verdict Verdict, bool IsSecurity = false);
