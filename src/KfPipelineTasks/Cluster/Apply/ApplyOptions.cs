using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>How a set is applied.</summary>
public sealed record ApplyOptions
{
    /// <summary>Field manager that owns what we apply.</summary>
    public string Manager { get; init; } = "kf-pipeline-tasks";

    /// <summary>Refuse fields the schema does not know.</summary>
    public bool Strict { get; init; } = true;

    public ConflictRules Conflicts { get; init; } = new();

    public ReplaceRules Replace { get; init; } = new();

    /// <summary>Remembers what belongs to the set, so that what leaves it is pruned; null to remember nothing.</summary>
    public InventoryOptions? Inventory { get; init; }

    /// <summary>Namespace of namespaced objects that name none; null makes such an object a mistake.</summary>
    public string? DefaultNamespace { get; init; }

    /// <summary>How long a gate (a kind, a webhook, an object that must be ready first) may stay closed.</summary>
    public TimeSpan GateTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long something may keep failing (its containers crash, its image cannot be had) while nothing else moves, before it is given up. The
    /// pause until the cluster tries again by itself comes on top.
    /// </summary>
    public TimeSpan FailingTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a deletion may take before its finalizers are reported.</summary>
    public TimeSpan DeleteTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Waiting for what was applied; null to return as soon as everything is accepted.</summary>
    public WaitOptions? Wait { get; init; } = new();

    /// <summary>Finds the line of a field of an object, for the server's complaints; null when only the object's own place is known.</summary>
    public Func<Resource, string, SourcePosition?>? Locate { get; init; }

    /// <summary>Component of the package an object belongs to; null when nobody knows.</summary>
    public Func<Resource, string?>? ComponentOf { get; init; }

    /// <summary>For a plan: what will have come to the cluster before this set, and is not there yet.</summary>
    public IReadOnlyList<Resource> Foreseen { get; init; } = [];

    /// <summary>First pause between two looks at a closed gate.</summary>
    internal TimeSpan LookFirst { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest pause between two looks at a closed gate.</summary>
    internal TimeSpan LookMost { get; init; } = TimeSpan.FromSeconds(1);
}
