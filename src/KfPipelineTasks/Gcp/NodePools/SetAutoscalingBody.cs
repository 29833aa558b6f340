namespace KfPipelineTasks.Gcp.NodePools;

internal sealed record SetAutoscalingBody(string Name, PoolAutoscaling Autoscaling);
