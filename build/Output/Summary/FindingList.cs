using System.Text;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>Errors and warnings, each with its place and with what to do about it: all of them, also beyond the number of annotations GitHub keeps.</summary>
internal static class FindingList
{
    /// <summary>More warnings than this would hide what is below them.</summary>
    private const int MostOpenWarnings = 5;

    /// <param name="place">How a file is named to a reader of the repository.</param>
    public static void Errors(StringBuilder text, RunRecord record, Func<string, string> place)
    {
        var errors = record.Errors.ToList();
        if (errors.Count == 0) return;
        text.Append("### Errors\n\n");
        // What is not ready has a list of its own.
        foreach (var error in errors)
        {
            var lines = PlainText.Lines(error.Text).Where(line => !record.NotReady.Any(n => line.Contains(n, StringComparison.Ordinal))).ToList();
            Write(text, error, place, lines.Count > 1 ? lines : lines.Select(l => l.TrimEnd(':')));
        }


        text.Append('\n');
    }

    /// <param name="place">How a file is named to a reader of the repository.</param>
    public static void Warnings(StringBuilder text, RunRecord record, Func<string, string> place)
    {
        var warnings = record.Findings.Where(f => f.Level == Level.Warning).ToList();
        if (warnings.Count == 0) return;
        if (warnings.Count > MostOpenWarnings)
        {
            Markdown.Folded(text, $"Warnings ({warnings.Count})", List);
            return;
        }

        text.Append("### Warnings\n\n");
        List();

        void List()
        {
            foreach (var warning in warnings) Write(text, warning, place, PlainText.Lines(warning.Text));
            text.Append('\n');
        }
    }

    private static void Write(StringBuilder text, OutputEvent.Line finding, Func<string, string> place, IEnumerable<string> lines)
    {
        var at = finding.At is null ? "" : $"{Markdown.Code((finding.At with { File = place(finding.At.File) }).ToString())} ";
        text.Append($"- {at}{Markdown.Lines(lines)}");
        text.Append(finding.Next is null ? "\n" : $"<br>Next: {Markdown.Advice(finding.Next)}\n");
    }
}
