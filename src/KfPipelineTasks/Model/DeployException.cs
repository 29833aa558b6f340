namespace KfPipelineTasks.Model;

/// <summary>Something was asked rightly and failed: exit code 1. The message names the object, the act and the cause.</summary>
public class DeployException : Exception
{
    public DeployException(string message, string? next = null, Exception? cause = null)
        : base(message, cause) => Next = next;

    /// <summary>What to do next; null when the message says it already.</summary>
    public string? Next { get; }
}
