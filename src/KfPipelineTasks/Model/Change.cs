namespace KfPipelineTasks.Model;

/// <summary>What happened, or would happen, to one thing.</summary>
/// <param name="Subject">The thing, as a person names it: <c>Deployment.apps kubeflow/ml-pipeline</c>, <c>node pool kf/pool-1</c>.</param>
/// <param name="Outcome">One word of a closed list.</param>
/// <param name="Because">Why, where the outcome alone does not say.</param>
public sealed record Change(string Subject, Outcome Outcome, string? Because = null)
{
    /// <summary>Component of the package the thing belongs to; null outside packages.</summary>
    public string? Component { get; init; }

    /// <summary>Field-level differences; empty when not known or not meaningful.</summary>
    public IReadOnlyList<FieldChange> Fields { get; init; } = [];

    /// <summary>True when something is, or would be, written.</summary>
    public bool Writes => Outcome is Outcome.Created or Outcome.Configured or Outcome.Replaced or Outcome.Pruned or Outcome.Deleted;

    public override string ToString() =>
        Because is null ? $"{Subject} {Outcome.Word()}" : $"{Subject} {Outcome.Word()} ({Because})";
}
