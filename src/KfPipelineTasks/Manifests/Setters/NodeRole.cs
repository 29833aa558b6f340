namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What a node is to its parent.</summary>
internal enum NodeRole : byte
{
    Root,
    Key,
    Value,
    Item,
}
