using System.Text;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>What was done and what is planned: by component, and folded away every difference.</summary>
internal static class OutcomePart
{
    public static void Write(StringBuilder text, RunRecord record)
    {
        if (record.Changes.Count > 0) Result(text, record.ChangesByPlace);
        var plans = record.Plans.Where(p => p.Changes.Count > 0).ToList();
        foreach (var plan in plans.Where(p => !record.IsDeciding(p))) OnTheWay(text, plan);
        Plans(text, plans.Where(record.IsDeciding).ToList());
    }

    private static void Result(StringBuilder text, IReadOnlyList<Change> changes)
    {
        text.Append("### Result\n\n");
        OutcomeTable.Write(text, changes);
        text.Append($"{RunVerdict.Counts(changes)}\n\n");
        Fold(text, "Differences", changes);
    }

    // Whoever reviews a cluster wants to see the cluster: of the files on the way to it the count is enough.
    private static void OnTheWay(StringBuilder text, Plan plan)
    {
        text.Append($"### Plan: {Markdown.Cell(plan.Title)}\n\n{PlainText.Summary(plan)}\n\n");
        Fold(text, "Differences", plan.Changes);
    }

    private static void Plans(StringBuilder text, List<Plan> plans)
    {
        if (plans.Count == 0) return;
        text.Append(plans.Count == 1 ? $"### Plan: {Markdown.Cell(plans[0].Title)}\n\n" : "### Plan\n\n");
        OutcomeTable.Write(text, plans.Count == 1 ? plans[0].Changes : [.. plans.SelectMany(p => p.Changes.Select(c => c with { Component = c.Component ?? p.Title }))]);
        text.Append(plans.Count == 1 ? $"{PlainText.Summary(plans[0])}\n\n" : $"{RunVerdict.Counts(plans.SelectMany(p => p.Changes))}\n\n");
        foreach (var plan in plans) Fold(text, plans.Count == 1 ? "Differences" : plan.Title, plan.Changes);
    }

    // What is only not known yet stands in the table with its reason: nothing is folded away for it.
    private static void Fold(StringBuilder text, string title, IReadOnlyList<Change> changes)
    {
        if (changes.All(c => c.Outcome is Outcome.Unchanged or Outcome.Unknown or Outcome.Skipped)) return;
        Markdown.Folded(text, $"{title} ({changes.Count(c => c.Outcome != Outcome.Unchanged)})", Differences.Of(changes));
    }
}
