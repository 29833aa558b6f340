namespace KfPipelineTasks.Build.Output.Records;

/// <summary>One moment in the story of an object.</summary>
/// <param name="At">Since the start of the run.</param>
/// <param name="What">An outcome or a state, as it is printed: <c>created</c>, <c>waiting</c>, <c>ready</c>.</param>
/// <param name="Because">Why; empty where the word says it all.</param>
internal sealed record StoryPage(TimeSpan At, string What, string Because);
