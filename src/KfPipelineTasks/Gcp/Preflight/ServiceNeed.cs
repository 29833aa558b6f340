namespace KfPipelineTasks.Gcp.Preflight;

/// <param name="Services">APIs that must be enabled before the rest works; EnableServices enables them.</param>
public sealed record ServiceNeed(string Project, IReadOnlyList<string> Services);
