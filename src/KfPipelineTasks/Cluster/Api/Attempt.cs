namespace KfPipelineTasks.Cluster.Api;

/// <summary>What one attempt gave: an answer or an error, never both.</summary>
internal readonly record struct Attempt(KubeResponse? Response, KubeError? Error);
