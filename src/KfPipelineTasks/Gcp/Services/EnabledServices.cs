namespace KfPipelineTasks.Gcp.Services;

internal sealed record EnabledServices(IReadOnlyList<EnabledService>? Services, string? NextPageToken);
