using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>Changes as lines that GitHub colours: <c>+</c> comes, <c>-</c> goes, <c>!</c> changes.</summary>
internal static class Differences
{
    public static IEnumerable<string> Of(IEnumerable<Change> changes)
    {
        foreach (var change in changes.Where(c => c.Outcome != Outcome.Unchanged))
        {
            foreach (var line in PlainText.Lines(change.ToString())) yield return $"{Sign(change.Outcome)} {line}";
            foreach (var line in change.Fields.SelectMany(Of)) yield return line;
        }
    }

    private static IEnumerable<string> Of(FieldChange field)
    {
        if (field.Before is { } before) yield return $"-     {field.Path}: {OneLine(before)}";
        if (field.After is { } after) yield return $"+     {field.Path}: {OneLine(after)}";
    }

    private static string OneLine(string value) => value.ReplaceLineEndings("\n").Replace("\n", "\\n", StringComparison.Ordinal);

    private static char Sign(Outcome outcome) => outcome switch
    {
        Outcome.Created => '+',
        Outcome.Pruned or Outcome.Deleted => '-',
        Outcome.Skipped or Outcome.Unknown => '#',
        _ => '!',
    };
}
