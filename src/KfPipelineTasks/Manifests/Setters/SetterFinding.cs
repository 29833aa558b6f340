using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>One thing that stands in the way, with its kind so that a caller can decide which to tolerate.</summary>
/// <param name="Kind">One word of a closed list.</param>
/// <param name="Problem">Message, place and next step.</param>
public sealed record SetterFinding(SetterFindingKind Kind, Problem Problem)
{
    /// <summary>The setter it is about; null when it is about something else.</summary>
    public string? Setter { get; init; }

    public override string ToString() => Problem.ToString();
}
