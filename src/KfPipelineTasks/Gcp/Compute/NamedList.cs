namespace KfPipelineTasks.Gcp.Compute;

internal sealed record NamedList(IReadOnlyList<NamedItem>? Items, string? NextPageToken);
