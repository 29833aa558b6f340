namespace KfPipelineTasks.Settings;

/// <summary>Which cloud the tasks talk to.</summary>
public enum Cloud
{
    /// <summary>Google Cloud.</summary>
    Gcp,
    /// <summary>A rehearsal: the local cloud in this process, or a running one.</summary>
    Local,
}
