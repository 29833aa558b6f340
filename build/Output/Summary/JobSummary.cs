using System.Text;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>
/// The Markdown that a job's page shows. The first line is the verdict; then what to do next, the answers, what is wrong, what is not ready and why, the
/// result by component, the tasks; and folded away what somebody looks up: every difference, long lists, texts of others.
/// </summary>
internal static class JobSummary
{
    /// <summary>A longer table beside a result is looked up, not read.</summary>
    private const int MostRowsBesideResult = 10;

    /// <summary>Empty when nothing worth a summary was said.</summary>
    /// <param name="place">How a file is named to a reader of the repository.</param>
    public static string Of(RunRecord record, bool isRehearsal, Func<string, string> place)
    {
        if (record.IsEmpty) return "";
        var text = new StringBuilder();
        text.Append($"## {Markdown.Cell(RunVerdict.Of(record, isRehearsal))}\n\n");
        if (isRehearsal) text.Append("> [!NOTE]\n> This was a rehearsal on a local cloud. Nothing outside this job was touched.\n\n");
        if (NextStep.After(record) is { } next) text.Append($"**Next:** {Markdown.Advice(next)}\n\n");
        if (!record.Errors.Any()) Answers(text, record);
        FindingList.Errors(text, record, place);
        NotReadyList.Write(text, record);
        OutcomePart.Write(text, record);
        if (record.Errors.Any()) Answers(text, record);
        var tables = record.Tables.Where(t => !IsInChart(t, record)).ToLookup(t => IsFolded(t, record));
        foreach (var table in tables[false]) Show(text, table);
        TaskChart.Write(text, record);
        FindingList.Warnings(text, record, place);
        foreach (var table in tables[true]) Markdown.Folded(text, $"{table.Title} ({table.Rows.Count})", () => Markdown.Table(text, table.Headings, table.Rows));
        if (record.NotReady.Count == 0) Foreign(text, record);
        return text.ToString();
    }

    private static void Answers(StringBuilder text, RunRecord record)
    {
        foreach (var answer in record.Answers) text.Append($"- **{Markdown.Cell(answer.Name)}**: {Value(answer.Value)}\n");
        if (record.Answers.Count > 0) text.Append('\n');
    }

    // An address can be followed, anything else copied.
    private static string Value(string value) => value.StartsWith("https://", StringComparison.Ordinal) ? Markdown.Cell(value) : Markdown.Code(value);

    // The times of the tasks stand in the chart already.
    private static bool IsInChart(Table table, RunRecord record) => record.End is { Tasks.Count: > 1 } && table.Headings is ["task", "time", "result"];

    private static bool IsFolded(Table table, RunRecord record) =>
        table.IsBackground || (table.Rows.Count > MostRowsBesideResult && !record.Errors.Any() && record.Outcomes.Any());

    private static void Foreign(StringBuilder text, RunRecord record)
    {
        foreach (var foreign in record.Foreign) Markdown.Folded(text, foreign.Origin, PlainText.Lines(foreign.Text), LanguageOf(foreign.Text));
    }

    // Only a difference of files is coloured like one.
    private static string LanguageOf(string text) => text.StartsWith("--- ", StringComparison.Ordinal) ? "diff" : "text";

    private static void Show(StringBuilder text, Table table)
    {
        if (table.Title.Length > 0) text.Append($"### {Markdown.Cell(table.Title)}\n\n");
        Markdown.Table(text, table.Headings, table.Rows);
    }
}
