namespace KfPipelineTasks.Settings;

/// <summary>What Import reads and writes.</summary>
public sealed record ImportSettings
{
    /// <summary>The file of kfctl.</summary>
    public string KfDef { get; init; } = "";

    /// <summary>The settings file that is made.</summary>
    public string To { get; init; } = "kubeflow.yaml";
}
