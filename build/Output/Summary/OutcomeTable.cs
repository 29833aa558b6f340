using System.Globalization;
using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>
/// How many things of each component that is not as before had which outcome, and what a reviewer must not miss one by one; things of one component, or of none, are all listed
/// one by one.
/// </summary>
internal static class OutcomeTable
{
    /// <summary>More single things than this are only counted: the folded part has them all.</summary>
    private const int MostRows = 40;

    /// <summary>An outcome that more things have is what the run is about, and no exception.</summary>
    private const int MostExceptions = 20;

    private static readonly Outcome[] Columns =
        [Outcome.Created, Outcome.Configured, Outcome.Replaced, Outcome.Pruned, Outcome.Deleted, Outcome.Blocked, Outcome.Unknown, Outcome.Skipped, Outcome.Unchanged];

    // Something goes away, stands in the way, or is not decided yet.
    private static readonly Outcome[] Exceptions = [Outcome.Blocked, Outcome.Replaced, Outcome.Pruned, Outcome.Deleted, Outcome.Unknown, Outcome.Skipped];

    public static void Write(StringBuilder text, IReadOnlyList<Change> changes)
    {
        if (changes.Select(c => c.Component).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            ByComponent(text, changes);
            var changed = changes.Where(c => c.Outcome != Outcome.Unchanged).ToList();
            OneByOne(text, changed.Count <= MostExceptions ? changed : [.. Exceptions.Select(o => changes.Where(c => c.Outcome == o).ToList()).Where(same => same.Count <= MostExceptions).SelectMany(same => same)]);
        }
        else
        {
            OneByOne(text, changes.Where(c => c.Outcome != Outcome.Unchanged).ToList());
        }
    }

    private static void ByComponent(StringBuilder text, IReadOnlyList<Change> changes)
    {
        var (still, moved) = (new List<IGrouping<string, Change>>(), new List<IGrouping<string, Change>>());
        foreach (var component in changes.GroupBy(c => c.Component ?? "(no component)", StringComparer.Ordinal)) (component.All(c => c.Outcome == Outcome.Unchanged) ? still : moved).Add(component);
        if (moved.Count == 0) return;
        var columns = Columns.Where(o => changes.Any(c => c.Outcome == o)).ToList();
        var rows = moved.Select(component => Row(component.Key, component)).ToList();
        if (still.Count > 0) rows.Add(Row(still.Count == 1 ? still[0].Key : $"{still.Count} more", still.SelectMany(c => c)));
        Markdown.Table(text, ["component", .. columns.Select(o => o.Word())], rows);

        IReadOnlyList<string> Row(string name, IEnumerable<Change> of) => [name, .. columns.Select(o => Number(of.Count(c => c.Outcome == o)))];
    }

    private static void OneByOne(StringBuilder text, List<Change> changes)
    {
        if (changes.Count is 0 or > MostRows) return;
        var isExplained = changes.Exists(c => c.Because is not null);
        Markdown.Table(
            text, isExplained ? ["what", "outcome", "why"] : ["what", "outcome"],
            [.. changes.Select(c => (IReadOnlyList<string>)(isExplained ? [c.Subject, c.Outcome.Word(), c.Because ?? ""] : [c.Subject, c.Outcome.Word()]))]);
    }

    private static string Number(int count) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);
}
