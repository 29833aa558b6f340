namespace KfPipelineTasks.Gcp.Endpoints;

internal sealed record SubmitConfigBody(ConfigSource ConfigSource);
