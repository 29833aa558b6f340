namespace KfPipelineTasks.Gcp.Keys;

internal sealed record CreateKeyBody(string PrivateKeyType);
