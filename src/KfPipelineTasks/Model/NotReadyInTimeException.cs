namespace KfPipelineTasks.Model;

/// <summary>Everything was written, the deadline passed, and what is awaited may still become ready: exit code 70.</summary>
public sealed class NotReadyInTimeException : DeployException
{
    public NotReadyInTimeException(string message, string? next = null)
        : base(message, next)
    {
    }
}
