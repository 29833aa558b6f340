namespace KfPipelineTasks.Manifests.Setters;

/// <summary>How the editor treats what it meets.</summary>
public sealed record SetterRules
{
    public static SetterRules Default { get; } = new();

    /// <summary>Default: <see cref="SetterTyping.KeepStrings"/>.</summary>
    public SetterTyping Typing { get; init; } = SetterTyping.KeepStrings;

    /// <summary>True: a comment none of whose setters has a value is passed over, as kpt does. Default: it is a finding.</summary>
    public bool AllowUnused { get; init; }
}
