namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What one file gave.</summary>
internal sealed class SeenFile
{
    public static SeenFile Nothing { get; } = new();

    public IReadOnlyList<SetterUse> Uses { get; init; } = [];

    public IReadOnlyList<SetterFinding> Findings { get; init; } = [];

    public PlannedFile? Planned { get; init; }

    public PassedOver? PassedOver { get; init; }
}
