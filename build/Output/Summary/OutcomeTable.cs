using System.Globalization;
using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>How many things of each component had which outcome; things of one component, or of none, are listed one by one.</summary>
internal static class OutcomeTable
{
    /// <summary>More single things than this are only counted: the folded part has them all.</summary>
    private const int MostRows = 40;

    private static readonly Outcome[] Columns =
        [Outcome.Created, Outcome.Configured, Outcome.Replaced, Outcome.Pruned, Outcome.Deleted, Outcome.Blocked, Outcome.Unknown, Outcome.Skipped, Outcome.Unchanged];

    public static void Write(StringBuilder text, IReadOnlyList<Change> changes)
    {
        if (changes.Select(c => c.Component).Distinct(StringComparer.Ordinal).Count() > 1) ByComponent(text, changes);
        else OneByOne(text, changes.Where(c => c.Outcome != Outcome.Unchanged).ToList());
    }

    private static void ByComponent(StringBuilder text, IReadOnlyList<Change> changes)
    {
        var columns = Columns.Where(o => changes.Any(c => c.Outcome == o)).ToList();
        var rows = changes.GroupBy(c => c.Component ?? "(no component)", StringComparer.Ordinal)
            .Select(component => (IReadOnlyList<string>)[component.Key, .. columns.Select(o => Number(component.Count(c => c.Outcome == o)))]);
        Markdown.Table(text, ["component", .. columns.Select(o => o.Word())], rows);
    }

    private static void OneByOne(StringBuilder text, List<Change> changes)
    {
        if (changes.Count is 0 or > MostRows) return;
        var isExplained = changes.Exists(c => c.Because is not null);
        Markdown.Table(
            text, isExplained ? ["what", "outcome", "why"] : ["what", "outcome"],
            changes.Select(c => (IReadOnlyList<string>)(isExplained ? [c.Subject, c.Outcome.Word(), c.Because ?? ""] : [c.Subject, c.Outcome.Word()])));
    }

    private static string Number(int count) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);
}
