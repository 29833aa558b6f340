using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>One object of the set on its way into the cluster.</summary>
/// <param name="node">The object and what it needs.</param>
/// <param name="id">Its identity with the namespace it will have.</param>
internal sealed class Target(ApplyNode node, ResourceId id)
{
    public ApplyNode Node { get; } = node;

    public ResourceId Id { get; } = id;

    /// <summary>Null while the kind is not served and nobody knows how it will be.</summary>
    public ApiKind? Kind { get; set; }

    /// <summary>True when the server has the kind now.</summary>
    public bool KindServed { get; set; }

    /// <summary>The object as it is sent; null while the kind is not known.</summary>
    public Resource? Wanted { get; set; }

    /// <summary>The object in the cluster at the last look; null when it does not exist.</summary>
    public Resource? Live { get; set; }

    /// <summary>True when <see cref="Live"/> is the whole object, not only its metadata.</summary>
    public bool LiveIsWhole { get; set; }

    /// <summary>True when it cannot have existed before the run: its kind did not.</summary>
    public bool IsNew { get; set; }

    /// <summary>What an apply would write; null when that is not known.</summary>
    public IReadOnlyList<FieldDifference>? Differences { get; set; }

    /// <summary>Longest way to the end of the set, in steps: what holds up most goes first.</summary>
    public int Height { get; set; }

    public bool IsUnchanged => Differences is { Count: 0 };

    /// <summary>True when the object is going away.</summary>
    public bool IsGoing => Live?.Text("metadata", "deletionTimestamp") is not null;
}
