namespace KfPipelineTasks.Build.Output.Records;

/// <summary>Something that was awaited as a whole: an operation of Google Cloud, the readiness of a set.</summary>
/// <param name="Task">The task that waited; null outside tasks.</param>
/// <param name="What">What for.</param>
/// <param name="Start">Since the start of the run.</param>
/// <param name="End">When it was last seen waiting, since the start of the run.</param>
/// <param name="Left">What was missing then.</param>
internal sealed record WaitSpan(string? Task, string What, TimeSpan Start, TimeSpan End, IReadOnlyList<string> Left);
