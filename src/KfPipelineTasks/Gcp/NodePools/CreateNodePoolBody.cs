namespace KfPipelineTasks.Gcp.NodePools;

internal sealed record CreateNodePoolBody(NodePool NodePool, string Parent);
