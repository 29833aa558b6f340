namespace KfPipelineTasks.Gcp.NodePools;

/// <param name="NodePoolSoakDuration">How long the old nodes stay, such as <c>3600s</c>.</param>
public sealed record BlueGreenSettings(string? NodePoolSoakDuration, StandardRolloutPolicy? StandardRolloutPolicy);
