namespace KfPipelineTasks.Cluster.Api;

/// <summary>Which objects of a kind, and how much of them.</summary>
public sealed record ListQuery
{
    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>Only <c>metadata</c> of each object (labels, annotations, managedFields ...): a fraction of the bytes.</summary>
    public bool MetadataOnly { get; init; }
}
