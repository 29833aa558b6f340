namespace KfPipelineTasks.Gcp.Endpoints;

internal sealed record SubmitConfigAnswer(ServiceConfig? ServiceConfig);
