using System.Globalization;
using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>Events as lines for people, shared by the console and the workflow log.</summary>
internal static class PlainText
{
    /// <summary>At most so many of what is left are named in a progress line.</summary>
    private const int NamedInProgress = 3;

    public static IEnumerable<string> Of(Change change)
    {
        yield return change.ToString();
        foreach (var field in change.Fields) yield return $"    {Of(field)}";
    }

    public static IEnumerable<string> Of(Plan plan, bool withUnchanged)
    {
        yield return $"Plan: {plan.Title}";
        foreach (var change in plan.Changes.Where(c => withUnchanged || c.Outcome != Outcome.Unchanged))
        {
            yield return $"  {Sign(change.Outcome)} {change}";
            foreach (var field in change.Fields) yield return $"      {Of(field)}";
        }

        yield return $"  {Summary(plan)}";
    }

    /// <summary><c>2 created, 1 configured, 520 unchanged</c>; nothing to do is said in words.</summary>
    public static string Summary(Plan plan)
    {
        if (plan.Changes.Count == 0) return "Nothing to look at.";
        var counts = Enum.GetValues<Outcome>().Select(o => (o, plan.Count(o))).Where(c => c.Item2 > 0)
            .OrderBy(c => c.o == Outcome.Unchanged).Select(c => $"{c.Item2} {c.o.Word()}");
        var text = string.Join(", ", counts) + ".";
        return plan.IsEmpty ? $"No changes: {text}" : text;
    }

    public static IEnumerable<string> Of(Table table)
    {
        var widths = Enumerable.Range(0, table.Headings.Count)
            .Select(i => table.Rows.Select(r => Width(r[i])).Append(Width(table.Headings[i])).Max()).ToList();
        if (table.Title.Length > 0) yield return table.Title;
        yield return Row(table.Headings, widths);
        yield return Row([.. widths.Select(w => new string('-', w))], widths);
        foreach (var row in table.Rows) yield return Row(row, widths);
    }

    public static string Of(OutputEvent.Awaiting waiting)
    {
        var left = waiting.Left.Count switch
        {
            0 => "",
            <= NamedInProgress => $" Left: {string.Join("; ", waiting.Left)}.",
            _ => $" Left: {string.Join("; ", waiting.Left.Take(NamedInProgress))} and {waiting.Left.Count - NamedInProgress} more.",
        };
        return $"Waiting for {waiting.What}, {Of(waiting.Elapsed)} of at most {Of(waiting.Deadline)}.{left}";
    }

    /// <summary><c>1:05</c> is a minute and five seconds.</summary>
    public static string Of(TimeSpan time) =>
        time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    /// <summary>
    /// One line of text a terminal cannot be steered with, and that reads as it is written: control characters are shown, not obeyed, and so is what
    /// cannot be seen and turns the order of letters round (<c>U+202E</c>).
    /// </summary>
    public static string Tame(string line)
    {
        if (line.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return line;
        var tame = new StringBuilder(line.Length + 8);
        for (var i = 0; i < line.Length; i += char.IsSurrogatePair(line, i) ? 2 : 1)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(line, i);
            if (line[i] != '\t' && category == UnicodeCategory.Control) tame.Append(CultureInfo.InvariantCulture, $"\\x{(int)line[i]:x2}");
            else if (category is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) tame.Append(CultureInfo.InvariantCulture, $"\\u{{{char.ConvertToUtf32(line, i):x}}}");
            else tame.Append(line, i, char.IsSurrogatePair(line, i) ? 2 : 1);
        }

        return tame.ToString();
    }

    /// <summary>Lines of a text; a lone carriage return ends a line as well, as log readers see it.</summary>
    public static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    public static char Sign(Outcome outcome) => outcome switch
    {
        Outcome.Created => '+',
        Outcome.Configured => '~',
        Outcome.Replaced => '±',
        Outcome.Pruned or Outcome.Deleted => '-',
        Outcome.Blocked => '!',
        Outcome.Unknown => '?',
        _ => ' ',
    };

    private static string Of(FieldChange field) => (field.Before, field.After) switch
    {
        (null, { } after) => $"{field.Path}: {after} (new)",
        ({ } before, null) => $"{field.Path}: {before} (goes away)",
        var (before, after) => $"{field.Path}: {before} -> {after}",
    };

    private static string Row(IReadOnlyList<string> cells, List<int> widths)
    {
        var row = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0) row.Append("  ");
            row.Append(cells[i]).Append(' ', widths[i] - Width(cells[i]));
        }

        return row.ToString().TrimEnd();
    }

    private static int Width(string cell) => new StringInfo(cell).LengthInTextElements;
}
