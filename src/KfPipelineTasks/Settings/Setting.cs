namespace KfPipelineTasks.Settings;

/// <summary>One row of <see cref="SettingsTable"/>: everything there is to know about one setting.</summary>
public sealed record Setting
{
    /// <summary>Property below <see cref="DeploySettings"/>: <c>Cluster.Name</c>.</summary>
    public required string Property { get; init; }

    public required SettingType Type { get; init; }

    /// <summary>Path in <c>kubeflow.yaml</c>: <c>cluster.name</c>. Null where a file is no place for it (this one run's switches).</summary>
    public string? Path { get; init; }

    /// <summary>Argument without dashes, kebab-case; also the name of the action input. A secret has no argument, only an input.</summary>
    public string Argument { get; init; } = "";

    /// <summary>Other ways to write the argument: <c>f</c> stands for <c>-f</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Environment variable.</summary>
    public string Variable { get; init; } = "";

    /// <summary>Heading it stands under in the docs.</summary>
    public string Group { get; init; } = "";

    /// <summary>One or two sentences: what it means, and what it goes with.</summary>
    public string Help { get; init; } = "";

    /// <summary>A value as it might be; shown in the docs.</summary>
    public string Example { get; init; } = "";

    /// <summary>What a number counts: <c>nodes</c>, <c>GB</c>. Empty where the type says it.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Words for a default that follows from other settings: <c>&lt;project&gt;-kfp</c>.</summary>
    public string DerivedDefault { get; init; } = "";

    /// <summary>The closed list of a <see cref="SettingType.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Smallest value of a number.</summary>
    public int Min { get; init; }

    /// <summary>Largest value of a number.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>Read from the environment alone, masked before first use.</summary>
    public bool IsSecret { get; init; }

    /// <summary>A path that is read (true) and so must be inside the workspace of a GitHub job, or one that is written (false).</summary>
    public bool IsInput { get; init; } = true;

    /// <summary>The tasks that read it.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>The tasks that cannot do without it.</summary>
    public IReadOnlyList<string> RequiredBy { get; init; } = [];

    /// <summary>Narrows <see cref="RequiredBy"/>: whether the rest of the settings makes it necessary. Null: always.</summary>
    public Func<DeploySettings, bool>? RequiredWhen { get; init; }

    /// <summary>The value in some settings.</summary>
    public required Func<DeploySettings, object?> Get { get; init; }

    /// <summary>Settings with a written value understood and put in; unchanged settings when the value was refused.</summary>
    internal Func<DeploySettings, RawValue, ValueReader, DeploySettings> Assign { get; init; } = (settings, _, _) => settings;

    /// <summary>The built-in default as it would be written; empty for none.</summary>
    public string Default => ValueText.Of(Get(Pristine));

    /// <summary>True when the value in these settings says nothing.</summary>
    public bool IsUnset(DeploySettings settings) => ValueText.Of(Get(settings)).Length == 0;

    /// <summary>How to set it, for messages: <c>--project, KF_PROJECT or project.id in kubeflow.yaml</c>.</summary>
    public string Ways
    {
        get
        {
            if (IsSecret) return $"the environment variable {Variable}";
            return Path is null ? $"--{Argument} or {Variable}" : $"--{Argument}, {Variable} or {Path} in kubeflow.yaml";
        }
    }

    /// <summary>How to set it in a step of an action: <c>the input project, or project.id in kubeflow.yaml</c>.</summary>
    public string WaysInAction => IsSecret || Path is null ? $"the input {Argument}" : $"the input {Argument}, or {Path} in kubeflow.yaml";

    private static DeploySettings Pristine { get; } = new();
}
