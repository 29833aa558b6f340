using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>One thing that was said.</summary>
/// <param name="At">When.</param>
/// <param name="Task">In which task; null outside tasks.</param>
/// <param name="What">What.</param>
public sealed record RecordedEvent(DateTimeOffset At, string? Task, OutputEvent What);
