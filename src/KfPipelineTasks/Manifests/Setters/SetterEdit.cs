namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What the editor makes of one text.</summary>
/// <param name="Text">The edited text; the very text that was given when nothing is to be edited.</param>
/// <param name="Edits">What differs, sorted, not overlapping.</param>
/// <param name="Uses">Every setter comment that belongs to a field, in the order of the text.</param>
/// <param name="Findings">What stands in the way, in the order of the text.</param>
public sealed record SetterEdit(
    string Text, IReadOnlyList<TextEdit> Edits, IReadOnlyList<SetterUse> Uses, IReadOnlyList<SetterFinding> Findings)
{
    /// <summary>True when the text of at least one field is to change.</summary>
    public bool Changes => Edits.Count > 0;
}
