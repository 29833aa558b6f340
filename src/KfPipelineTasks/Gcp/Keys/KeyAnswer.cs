namespace KfPipelineTasks.Gcp.Keys;

/// <param name="PrivateKeyData">The credential file in base64; handed out once.</param>
internal sealed record KeyAnswer(string Name, DateTimeOffset? ValidAfterTime, string? PrivateKeyData);
