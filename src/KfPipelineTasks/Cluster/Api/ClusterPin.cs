namespace KfPipelineTasks.Cluster.Api;

/// <summary>Which cluster is meant, however it is reached: the UID of its namespace <c>kube-system</c>, which lives and dies with the cluster.</summary>
/// <param name="Uid">The UID; null where the identity may not read the namespace (then only the address and the CA speak for the cluster).</param>
/// <param name="Cluster">What people call it.</param>
public sealed record ClusterPin(string? Uid, string Cluster);
