namespace KfPipelineTasks.Gcp.Clusters;

/// <param name="ClusterCaCertificate">PEM of the CA, in base64.</param>
public sealed record MasterAuth(string? ClusterCaCertificate);
