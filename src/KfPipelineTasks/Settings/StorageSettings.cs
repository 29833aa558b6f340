namespace KfPipelineTasks.Settings;

/// <summary>Where pipelines keep their things.</summary>
public sealed record StorageSettings
{
    /// <summary>Bucket. Default: <c>&lt;project&gt;-kfp</c>.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>Cloud SQL instance. Default: <c>&lt;cluster&gt;-kfp</c>.</summary>
    public string SqlInstance { get; init; } = "";

    /// <summary>Root of pipeline artifacts. Default: <c>gs://&lt;bucket&gt;/v2/artifacts</c>.</summary>
    public string PipelineRoot { get; init; } = "";
}
