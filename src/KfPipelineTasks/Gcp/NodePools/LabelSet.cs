namespace KfPipelineTasks.Gcp.NodePools;

public sealed record LabelSet(IReadOnlyDictionary<string, string> Labels);
