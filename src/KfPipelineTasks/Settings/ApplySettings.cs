namespace KfPipelineTasks.Settings;

/// <summary>How objects are written to a cluster.</summary>
public sealed record ApplySettings
{
    /// <summary>Name under which fields are owned.</summary>
    public string FieldManager { get; init; } = "kf-pipeline-tasks";

    /// <summary>Takes over every field that somebody else owns.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Fields to take over from others, as paths: <c>spec.replicas</c>.</summary>
    public IReadOnlyList<string> ForceFields { get; init; } = [];

    /// <summary>
    /// Name under which the cluster remembers what was applied, so that what leaves the set can be pruned; empty: the cluster's name for
    /// an installation, and nothing for manifests of any other kind.
    /// </summary>
    public string Inventory { get; init; } = "";

    /// <summary>Deletes objects that an earlier run applied and that are no longer wanted; protected kinds stay.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>A set in which nothing is left prunes everything it had.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>Objects sent at the same time, at most.</summary>
    public int Parallel { get; init; } = 16;

    public FieldValidation Validation { get; init; } = FieldValidation.Strict;
}
