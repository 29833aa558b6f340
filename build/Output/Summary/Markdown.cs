using System.Text;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>Texts of others inside Markdown that GitHub renders: they add no markup, no cell, no line and no mention of a person.</summary>
internal static class Markdown
{
    /// <summary>Text inside a table, a list or a heading.</summary>
    public static string Cell(string text) =>
        PlainText.Tame(text.ReplaceLineEndings("\n").Replace('\n', ' '))
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal).Replace("@", "&#64;", StringComparison.Ordinal);

    /// <summary>Text of several lines inside a list.</summary>
    public static string Lines(string text) => string.Join("<br>", PlainText.Lines(text).Select(line => Cell(line.Trim())));

    /// <summary>Lines inside a fence of three back-ticks.</summary>
    public static string Fenced(string line) => PlainText.Tame(line).Replace("```", "'''", StringComparison.Ordinal);

    public static void Table(StringBuilder text, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        text.Append($"| {string.Join(" | ", headings.Select(Cell))} |\n|{string.Concat(headings.Select(_ => " --- |"))}\n");
        foreach (var row in rows) text.Append($"| {string.Join(" | ", row.Select(Cell))} |\n");
        text.Append('\n');
    }

    /// <summary>Lines that are folded away until somebody asks for them.</summary>
    public static void Folded(StringBuilder text, string title, IEnumerable<string> lines, string language = "diff")
    {
        text.Append($"<details><summary>{Cell(title)}</summary>\n\n```{language}\n");
        foreach (var line in lines) text.Append(Fenced(line)).Append('\n');
        text.Append("```\n\n</details>\n\n");
    }
}
