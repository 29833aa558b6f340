namespace KfPipelineTasks.Settings;

/// <summary>How this one run goes.</summary>
public sealed record RunSettings
{
    /// <summary>The settings file that was read; empty: none, or the built-in sample.</summary>
    public string SettingsFile { get; init; } = "";

    /// <summary>Every task observes and plans, none acts.</summary>
    public bool Plan { get; init; }

    /// <summary>A plan with changes ends with exit code 3.</summary>
    public bool DetailedExitCode { get; init; }

    /// <summary>Nobody is asked before the run: Validate only looks at the settings.</summary>
    public bool Offline { get; init; }

    /// <summary>KptSet only checks, and ends with exit code 3 when the package is not set.</summary>
    public bool Check { get; init; }

    public OutputForm Output { get; init; } = OutputForm.Auto;

    /// <summary>Folder of the report; empty: no report.</summary>
    public string Report { get; init; } = "";
}
