namespace KfPipelineTasks.Settings;

/// <summary>The service mesh.</summary>
public sealed record MeshSettings
{
    public MeshProvider Provider { get; init; } = MeshProvider.OpenSourceIstio;

    /// <summary>Value of the label istio.io/rev on namespaces. Default: <c>default</c>, or <c>asm-managed</c> for the managed mesh.</summary>
    public string Label { get; init; } = "";
}
