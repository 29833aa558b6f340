namespace KfPipelineTasks.Gcp.NodePools;

/// <param name="NodeCount">Per zone.</param>
internal sealed record SetSizeBody(string Name, int NodeCount);
