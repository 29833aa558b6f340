namespace KfPipelineTasks.Build.Output.Records;

/// <summary>A task that had its turn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">When it began, since the start of the run.</param>
/// <param name="Duration">How long it took; until the end of the run when it did not end by itself.</param>
internal sealed record TaskTime(string Name, TimeSpan Start, TimeSpan Duration);
