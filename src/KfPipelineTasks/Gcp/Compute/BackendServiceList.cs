namespace KfPipelineTasks.Gcp.Compute;

internal sealed record BackendServiceList(IReadOnlyList<BackendService>? Items, string? NextPageToken);
