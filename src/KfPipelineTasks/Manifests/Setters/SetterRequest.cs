namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What to set, and how strictly.</summary>
public sealed record SetterRequest
{
    /// <summary>The package: a folder or a file, as the user typed it. Nothing outside of it is touched, links included.</summary>
    public required string Root { get; init; }

    /// <summary>Which values go where.</summary>
    public required IReadOnlyList<SetterScope> Scopes { get; init; }

    /// <summary>True: setters without a value and values without a setter are no errors. Default: they are.</summary>
    public bool AllowUnused { get; init; }

    /// <summary>True: files that are no YAML are listed and left alone. Default: they are errors.</summary>
    public bool SkipInvalid { get; init; }

    /// <summary>Default: <see cref="SetterTyping.KeepStrings"/>.</summary>
    public SetterTyping Typing { get; init; } = SetterTyping.KeepStrings;

    /// <summary>A package in which every file gets the same values.</summary>
    public static SetterRequest For(string root, SetterValues values) =>
        new() { Root = root, Scopes = [new SetterScope(root, [root], values)] };
}
