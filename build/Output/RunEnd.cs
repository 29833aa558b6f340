namespace KfPipelineTasks.Build.Output;

/// <summary>How a run ended; told to the output once, after everything else.</summary>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="Tasks">Every task of the run, in its order, also those that did not get their turn.</param>
public sealed record RunEnd(int ExitCode, IReadOnlyList<string> Tasks);
