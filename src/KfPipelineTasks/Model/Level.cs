namespace KfPipelineTasks.Model;

/// <summary>How much a line matters.</summary>
public enum Level
{
    /// <summary>Shown with <c>--verbosity=verbose</c> and above.</summary>
    Detail,
    Info,
    Warning,
    Error,
}
