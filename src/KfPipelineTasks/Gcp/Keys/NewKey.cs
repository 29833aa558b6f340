using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Keys;

/// <summary>A key that was just made. Its private half exists here and nowhere else.</summary>
/// <param name="Json">The credential file.</param>
/// <param name="Lines">The parts that must never be printed, one by one: logs are masked line by line.</param>
public sealed record NewKey(string Id, Secret Json, IReadOnlyList<Secret> Lines);
