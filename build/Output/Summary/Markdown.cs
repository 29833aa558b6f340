using System.Text;
using System.Text.RegularExpressions;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>Texts of others inside Markdown that GitHub renders: they add no markup, no cell, no line and no mention of a person.</summary>
internal static partial class Markdown
{
    /// <summary>A longer cell makes the table unreadable; the log and the report have all of it.</summary>
    private const int LongestCell = 400;

    /// <summary>Text inside a list or a heading.</summary>
    public static string Cell(string text) =>
        Mention().Replace(PlainText.Tame(text.ReplaceLineEndings("\n").Replace('\n', ' ')), "@\u200b")
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("~", "\\~", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal);

    /// <summary>Text of several lines inside a list.</summary>
    public static string Lines(IEnumerable<string> lines) => string.Join("<br>", lines.Select(line => Cell(line.Trim())));

    /// <summary>A command, a path, a name: as it is, to be copied.</summary>
    public static string Code(string text)
    {
        var line = PlainText.Tame(text.ReplaceLineEndings("\n").Replace('\n', ' ')).Trim();
        return line.Length == 0 ? "" : $"`{line.Replace('`', '\'')}`";
    }

    /// <summary>What to do next: a sentence that names options, a command, or both.</summary>
    public static string Advice(string text)
    {
        var command = Command().Match(text);
        var words = command.Success ? text[..command.Index] : text;
        return string.Concat(Option().Split(words).Select((part, place) => place % 2 == 0 ? Cell(part) : Code(part))) + Code(command.Value);
    }

    /// <summary>A table without the columns that nothing stands in: they only make it wide.</summary>
    public static void Table(StringBuilder text, IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var columns = Enumerable.Range(0, headings.Count).Where(column => rows.Count == 0 || rows.Any(r => r[column].Length > 0)).ToList();
        text.Append($"| {string.Join(" | ", columns.Select(c => Cell(headings[c])))} |\n|{string.Concat(columns.Select(c => IsNumeric(c, rows) ? " ---: |" : " --- |"))}\n");
        foreach (var row in rows) text.Append($"| {string.Join(" | ", columns.Select(c => Cell(Short(row[c], LongestCell))))} |\n");
        text.Append('\n');
    }

    /// <summary>Lines that are folded away until somebody asks for them.</summary>
    public static void Folded(StringBuilder text, string title, IEnumerable<string> lines, string language = "diff") => Folded(text, title, () => Fence(text, language, lines));

    /// <summary>Lines as they are.</summary>
    public static void Fence(StringBuilder text, string language, IEnumerable<string> lines)
    {
        text.Append($"```{language}\n");
        foreach (var line in lines) text.Append(Fenced(line)).Append('\n');
        text.Append("```\n\n");
    }

    /// <summary>Anything that is folded away.</summary>
    /// <param name="write">Writes it; ends with an empty line.</param>
    public static void Folded(StringBuilder text, string title, Action write)
    {
        text.Append($"<details><summary>{Cell(title)}</summary>\n\n");
        write();
        text.Append("</details>\n\n");
    }

    /// <summary>A reason that is readable beside others.</summary>
    public static string Short(string text, int most) => text.Length <= most ? text : $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}…";

    // Inside a fence of three back-ticks.
    private static string Fenced(string line) => PlainText.Tame(line).Replace("```", "'''", StringComparison.Ordinal);

    private static bool IsNumeric(int column, IReadOnlyList<IReadOnlyList<string>> rows) =>
        rows.Any(r => r[column].Length > 0) && rows.All(r => r[column].All(char.IsAsciiDigit));

    // GitHub takes a name behind @ for a person, unless a letter or a digit is before it.
    [GeneratedRegex("(?<![A-Za-z0-9_])@(?=[A-Za-z0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<=^|: )(kubectl|gcloud|gsutil|git|dotnet) [^\n]*[^.\n]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"((?<![\w-])--[a-z][a-z-]*(?:=[\w./-]*\w)?|(?<!\w)[A-Z]+_[A-Z_]*[A-Z](?!\w))", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();
}
