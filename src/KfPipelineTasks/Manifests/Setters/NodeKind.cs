namespace KfPipelineTasks.Manifests.Setters;

internal enum NodeKind : byte
{
    Document,
    Scalar,
    List,
    Map,
    Alias,
}
