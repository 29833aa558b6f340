namespace KfPipelineTasks.Settings;

/// <summary>How the program speaks.</summary>
public enum OutputForm
{
    /// <summary><see cref="Github"/> inside a GitHub job, else <see cref="Text"/>.</summary>
    Auto,
    Text,
    Github,
    /// <summary>One JSON object per line.</summary>
    Json,
}
