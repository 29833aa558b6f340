namespace KfPipelineTasks.Gcp.Clusters;

internal sealed record CreateClusterBody(NewCluster Cluster, string Parent);
