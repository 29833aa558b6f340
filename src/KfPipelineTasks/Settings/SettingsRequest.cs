namespace KfPipelineTasks.Settings;

/// <summary>What settings are read from.</summary>
public sealed record SettingsRequest
{
    public ArgumentList Arguments { get; init; } = ArgumentList.Empty;

    /// <summary>Environment variables. A variable that is empty is not set: that is how a workflow passes an input nobody gave.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>True in a step of one of our actions: its inputs are the variables, and messages speak of inputs.</summary>
    public bool IsAction => !string.IsNullOrEmpty(Environment.GetValueOrDefault(ActionVariable));

    /// <summary>The variable in which an action writes its name.</summary>
    public const string ActionVariable = "KFT_ACTION";

    /// <summary>Full path of the folder that relative paths of arguments and variables start from, and where <c>kubeflow.yaml</c> is looked for.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Names of all tasks, to check targets against; empty: targets are not checked.</summary>
    public IReadOnlyCollection<string> Tasks { get; init; } = [];
}
