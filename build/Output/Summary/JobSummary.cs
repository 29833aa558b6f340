using System.Text;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>
/// The Markdown that a job's page shows. The first line is the verdict; then what to do next, what is wrong (also beyond the number of
/// annotations GitHub keeps), what is not ready, the result by component, the tasks, and folded away every difference.
/// </summary>
internal static class JobSummary
{
    /// <summary>More of them say less: the report names all.</summary>
    private const int MostNotReady = 100;

    /// <summary>Empty when nothing worth a summary was said.</summary>
    public static string Of(RunRecord record, bool isRehearsal)
    {
        if (record.IsEmpty) return "";
        var text = new StringBuilder();
        text.Append($"## {Markdown.Cell(RunVerdict.Of(record, isRehearsal))}\n\n");
        if (isRehearsal) text.Append("> [!NOTE]\n> This was a rehearsal on a local cloud. Nothing outside this job was touched.\n\n");
        if (NextStep.After(record) is { } next) text.Append($"**Next:** {Markdown.Cell(next)}\n\n");
        Findings(text, record, Level.Error, "Errors");
        NotReady(text, record);
        Result(text, record);
        foreach (var plan in record.Plans.Where(p => p.Changes.Count > 0)) Show(text, plan, isOnTheWay: !record.IsDeciding(plan));
        TaskChart.Write(text, record);
        foreach (var answer in record.Answers) text.Append($"- **{Markdown.Cell(answer.Name)}**: {Markdown.Cell(answer.Value)}\n");
        if (record.Answers.Count > 0) text.Append('\n');
        Findings(text, record, Level.Warning, "Warnings");
        foreach (var table in record.Tables.Where(t => !IsInChart(t, record))) Show(text, table);
        foreach (var foreign in record.Foreign) Markdown.Folded(text, foreign.Origin, PlainText.Lines(foreign.Text), LanguageOf(foreign.Text));
        return text.ToString();
    }

    // The times of the tasks stand in the chart already.
    private static bool IsInChart(Table table, RunRecord record) => record.End is { Tasks.Count: > 1 } && table.Headings is ["task", "time", "result"];

    private static void Findings(StringBuilder text, RunRecord record, Level level, string title)
    {
        var findings = record.Findings.Where(f => f.Level == level).ToList();
        if (findings.Count == 0) return;
        text.Append($"### {title}\n\n");
        foreach (var finding in findings)
        {
            text.Append($"- {(finding.At is null ? "" : $"`{Markdown.Fenced(finding.At.ToString()).Replace('`', '\'')}` ")}{Markdown.Lines(finding.Text)}");
            text.Append(finding.Next is null ? "\n" : $"<br>Next: {Markdown.Cell(finding.Next)}\n");
        }

        text.Append('\n');
    }

    private static void NotReady(StringBuilder text, RunRecord record)
    {
        if (record.NotReady is not { Count: > 0 } left) return;
        text.Append(record.LastWait is { } wait ? $"### Not ready after {PlainText.Of(wait.Elapsed)} of at most {PlainText.Of(wait.Deadline)}\n\n" : "### Not ready\n\n");
        foreach (var one in left.Take(MostNotReady)) text.Append($"- {Markdown.Cell(one)}\n");
        if (left.Count > MostNotReady) text.Append($"- and {left.Count - MostNotReady} more\n");
        text.Append('\n');
    }

    private static void Result(StringBuilder text, RunRecord record)
    {
        if (record.Changes.Count == 0) return;
        text.Append("### Result\n\n");
        OutcomeTable.Write(text, record.Changes);
        text.Append($"{RunVerdict.Counts(record.Changes)}\n\n");
        Fold(text, record.Changes);
    }

    // Only a difference of files is coloured like one.
    private static string LanguageOf(string text) => text.StartsWith("--- ", StringComparison.Ordinal) ? "diff" : "text";

    private static void Show(StringBuilder text, Plan plan, bool isOnTheWay)
    {
        text.Append($"### Plan: {Markdown.Cell(plan.Title)}\n\n");
        // Whoever reviews a cluster wants to see the cluster: of the files on the way to it the count is enough.
        if (!isOnTheWay) OutcomeTable.Write(text, plan.Changes);
        text.Append($"{PlainText.Summary(plan)}\n\n");
        Fold(text, plan.Changes);
    }

    private static void Fold(StringBuilder text, IReadOnlyList<Change> changes)
    {
        var count = changes.Count(c => c.Outcome != Outcome.Unchanged);
        if (count > 0) Markdown.Folded(text, $"Differences ({count})", Differences.Of(changes));
    }

    private static void Show(StringBuilder text, Table table)
    {
        if (table.Title.Length > 0) text.Append($"### {Markdown.Cell(table.Title)}\n\n");
        Markdown.Table(text, table.Headings, table.Rows);
    }
}
