namespace KfPipelineTasks.Manifests.Reading;

/// <summary>How much a manifest may ask for. Real manifests stay far below; a hostile or broken one is refused with a reason.</summary>
internal static class ReadLimits
{
    /// <summary>Nesting of mappings and sequences. The deepest CRD schema of Kubeflow nests about 60 levels.</summary>
    public const int Depth = 400;

    /// <summary>Nodes that aliases and merge keys may add to one document, so that a few lines cannot stand for billions of nodes.</summary>
    public const int NodesFromAliases = 1_000_000;

    /// <summary>Size of one object as JSON, in bytes: etcd's default request limit, which the API server passes on.</summary>
    public const int ObjectBytes = 1_572_864;
}
