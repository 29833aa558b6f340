namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A text that is no YAML or exceeds a limit; stays inside this room, where it becomes a finding.</summary>
internal sealed class YamlTextException(int offset, string message) : Exception(message)
{
    /// <summary>Offset in the text that was given.</summary>
    public int Offset { get; } = offset;
}
