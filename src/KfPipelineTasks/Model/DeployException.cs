namespace KfPipelineTasks.Model;

/// <summary>Something was asked rightly and failed: exit code 1. The message names the object, the act and the cause.</summary>
public class DeployException : Exception
{
    public DeployException(string message, string? next = null, Exception? cause = null)
        : base(message, cause) => Next = next;

    /// <summary>A failure of several things; the message names them all.</summary>
    /// <param name="summary">How many of what failed: <c>2 objects could not be applied</c>.</param>
    /// <param name="problems">What happened to each.</param>
    /// <param name="next">What to do about all of them.</param>
    public DeployException(string summary, IReadOnlyList<Problem> problems, string? next)
        : base($"{summary}:{string.Concat(problems.Select(p => $"{Environment.NewLine}  - {p}"))}") => (Summary, Problems, Next) = (summary, problems, next);

    /// <summary>The message without the list of problems; null when there is no list.</summary>
    public string? Summary { get; }

    /// <summary>What happened to each of several things, with its place; empty when the message says it all.</summary>
    public IReadOnlyList<Problem> Problems { get; protected init; } = [];

    /// <summary>What to do next; null when the message says it already.</summary>
    public string? Next { get; }
}
