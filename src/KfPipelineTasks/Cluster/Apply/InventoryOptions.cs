using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>Where a set is remembered (an ApplySet, KEP-3659: kubectl understands it).</summary>
/// <param name="Name">Name of the parent ConfigMap.</param>
/// <param name="Namespace">Its namespace; must exist.</param>
public sealed record InventoryOptions(string Name, string Namespace = "default")
{
    /// <summary>Delete what is no longer in the set.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>An empty set prunes everything only when this is said.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Objects that left the set for somebody else's care, and stay.</summary>
    public IReadOnlySet<ResourceId> Kept { get; init; } = new HashSet<ResourceId>();

    /// <summary>Protected objects that may be pruned all the same, as <c>Kind.group namespace/name</c>.</summary>
    public IReadOnlyList<string> Unprotected { get; init; } = [];
}
