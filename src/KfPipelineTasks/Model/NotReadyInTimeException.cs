namespace KfPipelineTasks.Model;

/// <summary>What could be written was, the deadline passed, and what is awaited may still become ready: exit code 70.</summary>
public sealed class NotReadyInTimeException : DeployException
{
    public NotReadyInTimeException(string message, string? next = null)
        : base(message, next)
    {
    }

    /// <summary>Several things that the time was over for; the message names them all.</summary>
    /// <param name="summary">How many of what: <c>2 objects could not be applied in time</c>.</param>
    /// <param name="problems">What each waits for.</param>
    /// <param name="next">What to do about all of them.</param>
    public NotReadyInTimeException(string summary, IReadOnlyList<Problem> problems, string? next)
        : base(summary, problems, next)
    {
    }
}
