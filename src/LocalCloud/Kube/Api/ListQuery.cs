namespace LocalCloud.Kube.Api;

/// <summary>What a list or a watch asks for.</summary>
internal sealed record ListQuery
{
    /// <summary>Empty: all namespaces.</summary>
    public string Namespace { get; init; } = "";

    public LabelSelector Labels { get; init; } = LabelSelector.Parse("");

    public FieldSelector Fields { get; init; } = FieldSelector.Everything;

    /// <summary>At most so many objects; 0: all.</summary>
    public int Limit { get; init; }

    /// <summary>Token of the page before.</summary>
    public string Continue { get; init; } = "";
}
