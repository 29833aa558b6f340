using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>The Markdown that a job's page shows: verdict, results, plans, tables, and every warning and error - also those beyond the number of annotations GitHub keeps.</summary>
internal sealed class JobSummary(bool isRehearsal)
{
    /// <summary>GitHub drops a summary of 1 MiB as a whole; this leaves room for the note.</summary>
    private const int MostBytes = (1024 * 1024) - 4096;

    private readonly List<OutputEvent.Line> _findings = [];
    private readonly List<OutputEvent.Answer> _answers = [];
    private readonly StringBuilder _body = new();
    private readonly Dictionary<Outcome, int> _counts = [];

    public void Add(OutputEvent what)
    {
        switch (what)
        {
            case OutputEvent.Line { Level: Level.Warning or Level.Error } line: _findings.Add(line); break;
            case OutputEvent.Answer answer: _answers.Add(answer); break;
            case OutputEvent.TableShown table: Show(table.Table); break;
            case OutputEvent.Planned planned: Show(planned.Plan); break;
            case OutputEvent.Changed changed: _counts[changed.Change.Outcome] = _counts.GetValueOrDefault(changed.Change.Outcome) + 1; break;
        }
    }

    /// <summary>Cuts at a line end when the text is too long, and says so.</summary>
    /// <param name="text">The summary.</param>
    /// <param name="before">Bytes the file has already: several programs of one step share it.</param>
    public static string Bounded(string text, long before)
    {
        var most = (int)Math.Max(0, MostBytes - before);
        if (Encoding.UTF8.GetByteCount(text) <= most) return text;
        // Not even the note has room where others took everything.
        if (before >= MostBytes) return "";
        var bytes = Encoding.UTF8.GetBytes(text);
        var end = most == 0 ? 0 : Array.LastIndexOf(bytes, (byte)'\n', most - 1);
        // A single endless line: cut between characters.
        if (end < 0) end = most - 1;
        while (end > 0 && (bytes[end] & 0b1100_0000) == 0b1000_0000) end--;
        return $"{Encoding.UTF8.GetString(bytes, 0, end)}\n\n> [!WARNING]\n> This summary is cut: it is longer than the 1 MiB that GitHub shows. The log and the report have all of it.\n";
    }

    public override string ToString()
    {
        if (_findings.Count + _answers.Count + _body.Length + _counts.Count == 0) return "";
        var text = new StringBuilder();
        text.Append($"## {Verdict()}\n\n");
        if (isRehearsal) text.Append("> [!NOTE]\n> This was a rehearsal on a local cloud. Nothing outside this job was touched.\n\n");
        Findings(text, Level.Error, "Errors");
        Findings(text, Level.Warning, "Warnings");
        if (_counts.Count > 0) text.Append($"{string.Join(", ", _counts.OrderBy(c => c.Key).Select(c => $"{c.Value} {c.Key.Word()}"))}\n\n");
        foreach (var answer in _answers) text.Append($"- **{Cell(answer.Name)}**: {Cell(answer.Value)}\n");
        if (_answers.Count > 0) text.Append('\n');
        return text.Append(_body).ToString();
    }

    private string Verdict()
    {
        var errors = _findings.Count(f => f.Level == Level.Error);
        return errors switch
        {
            0 => isRehearsal ? "Rehearsal done" : "Done",
            1 => "Failed: 1 error",
            _ => $"Failed: {errors} errors",
        };
    }

    private void Findings(StringBuilder text, Level level, string title)
    {
        var findings = _findings.Where(f => f.Level == level).ToList();
        if (findings.Count == 0) return;
        text.Append($"### {title}\n\n");
        foreach (var finding in findings)
        {
            text.Append($"- {(finding.At is null ? "" : $"`{finding.At}` ")}{Cell(finding.Text)}");
            text.Append(finding.Next is null ? "\n" : $"<br>Next: {Cell(finding.Next)}\n");
        }

        text.Append('\n');
    }

    private void Show(Table table)
    {
        if (table.Title.Length > 0) _body.Append($"### {Cell(table.Title)}\n\n");
        _body.Append($"| {string.Join(" | ", table.Headings.Select(Cell))} |\n|{string.Concat(table.Headings.Select(_ => " --- |"))}\n");
        foreach (var row in table.Rows) _body.Append($"| {string.Join(" | ", row.Select(Cell))} |\n");
        _body.Append('\n');
    }

    private void Show(Plan plan)
    {
        _body.Append($"### Plan: {Cell(plan.Title)}\n\n{PlainText.Summary(plan)}\n\n");
        if (plan.IsEmpty) return;
        _body.Append("<details><summary>Changes</summary>\n\n```diff\n");
        foreach (var line in PlainText.Of(plan, withUnchanged: false).Skip(1).SkipLast(1).SelectMany(PlainText.Lines))
            _body.Append($"{PlainText.Tame(line).TrimStart(' ').Replace("```", "'''", StringComparison.Ordinal)}\n");
        _body.Append("```\n\n</details>\n\n");
    }

    // Text inside a table or a list: no new cell, no new line, no markup of others.
    private static string Cell(string text) =>
        PlainText.Tame(text.ReplaceLineEndings("\n").Replace('\n', ' '))
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal).Replace("@", "&#64;", StringComparison.Ordinal);
}
