namespace KfPipelineTasks.Gcp.Compute;

/// <summary>An entry of a list of which only the name counts.</summary>
internal sealed record NamedItem(string? Name);
