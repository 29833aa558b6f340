namespace KfPipelineTasks.Gcp.Endpoints;

internal sealed record ConfigSource(IReadOnlyList<ConfigFile> Files);
