namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// How much is read before a file is refused. Aliases are never expanded, so an "alias bomb" costs what its text costs.
/// </summary>
public static class YamlLimits
{
    /// <summary>Largest file that is looked at: 50 MB.</summary>
    public const long MaxFileBytes = 50_000_000;

    /// <summary>Most keys, values, lists and maps in one document: a million. (The largest definitions of Kubernetes hold some ten thousand.)</summary>
    public const int MaxNodes = 1_000_000;

    /// <summary>Most lists and maps inside one another: 500. (kubectl and the API server stop far earlier.)</summary>
    public const int MaxDepth = 500;
}
