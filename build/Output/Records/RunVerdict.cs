using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Records;

/// <summary>A whole run in a few words: the first line of the summary and of the report.</summary>
internal static class RunVerdict
{
    private const int LongestHeadline = 160;

    public static string Of(RunRecord record, bool isRehearsal)
    {
        var words = Words(record);
        if (isRehearsal) words += " (rehearsal)";
        return record.End is { Tasks.Count: > 0 } end ? $"{end.Tasks[^1]} – {words}" : words;
    }

    /// <summary><c>3 created, 1 pruned</c>; what is as it was comes last.</summary>
    public static string Counts(IEnumerable<Change> changes) =>
        string.Join(", ", changes.GroupBy(c => c.Outcome).OrderBy(g => g.Key == Outcome.Unchanged).ThenBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.Word()}"));

    // A single error is the verdict; its further lines are told where errors are.
    private static string Headline(string error)
    {
        var line = PlainText.Lines(error).First().Trim().TrimEnd('.', ':');
        return line.Length <= LongestHeadline ? line : $"{line[..LongestHeadline]}…";
    }

    private static string Words(RunRecord record)
    {
        var errors = record.Errors.Count() switch { 1 => Headline(record.Errors.Single().Text), var many => $"{many} errors" };
        var counts = Counts(record.Outcomes);
        return record.End?.ExitCode switch
        {
            ExitCodes.AskedWrongly => $"Asked wrongly, nothing was touched: {errors}",
            ExitCodes.NotReadyInTime => "Not ready in time",
            ExitCodes.Failed when record.IsPlanOnly && record.Count(Outcome.Blocked) > 0 => $"Something stands in the way: {counts}",
            ExitCodes.Failed => $"Failed: {errors}",
            null when record.Errors.Any() => $"Failed: {errors}",
            _ when record.IsPlanOnly => record.HasChanges ? $"Changes are planned: {counts}" : "Nothing to change",
            _ => counts.Length > 0 ? $"Done: {counts}" : "Done",
        };
    }
}
