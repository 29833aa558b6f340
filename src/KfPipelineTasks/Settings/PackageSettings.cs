namespace KfPipelineTasks.Settings;

/// <summary>What is installed, and the values that are written into it.</summary>
public sealed record PackageSettings
{
    /// <summary>Folder or file of the package, or <c>-</c> for standard input; empty: the small installation that comes with this program.</summary>
    public string Path { get; init; } = "";

    /// <summary>Components to work on, in this order; empty: the package's own list.</summary>
    public IReadOnlyList<ComponentSettings> Components { get; init; } = [];

    /// <summary>Names of components that somebody else has installed: checked, never written.</summary>
    public IReadOnlyList<string> External { get; init; } = [];

    /// <summary>Setter values on top of those derived from the settings.</summary>
    public IReadOnlyDictionary<string, string> Setters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>File with setter values: a ConfigMap or a plain map; empty: none.</summary>
    public string SettersFile { get; init; } = "";

    /// <summary>From the beginning of an image's name to what takes its place.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Unknown and unused setters are not errors.</summary>
    public bool AllowUnused { get; init; }

    /// <summary>Files that are not valid YAML are listed and skipped.</summary>
    public bool SkipInvalid { get; init; }

    public SetterTyping Typing { get; init; } = SetterTyping.Keep;
}
