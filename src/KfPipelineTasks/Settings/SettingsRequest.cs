namespace KfPipelineTasks.Settings;

/// <summary>What settings are read from.</summary>
public sealed record SettingsRequest
{
    public ArgumentList Arguments { get; init; } = ArgumentList.Empty;

    /// <summary>Environment variables. A variable that is empty is not set: that is how a workflow passes an input nobody gave.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Full path of the folder that relative paths of arguments and variables start from, and where <c>kubeflow.yaml</c> is looked for.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Names of all tasks, to check targets against; empty: targets are not checked.</summary>
    public IReadOnlyCollection<string> Tasks { get; init; } = [];
}
