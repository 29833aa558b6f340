namespace KfPipelineTasks.Model;

/// <summary>Something was asked wrongly and nothing was touched: exit code 2. Carries every problem, not the first one.</summary>
public sealed class UsageException : DeployException
{
    public UsageException(string message, string? next = null, Exception? cause = null)
        : base(message, next, cause) => Problems = [new Problem(message, Next: next)];

    public UsageException(string what, IReadOnlyList<Problem> problems)
        : base(Message(what, problems)) => Problems = problems;

    private static new string Message(string what, IReadOnlyList<Problem> problems)
    {
        var noun = problems.Count == 1 ? $"1 of the {what} needs" : $"{problems.Count} of the {what} need";
        return $"Nothing was changed. {noun} attention:" + string.Concat(problems.Select(p => $"{Environment.NewLine}  - {p}"));
    }
}
