using System.Text;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>Every object of a run with its story, by component; those in trouble are open.</summary>
internal static class ReportObjects
{
    public static void Write(StringBuilder page, RunRecord record, IReadOnlyList<ObjectGroup> groups, Bounds bounds)
    {
        if (groups.Count == 0) return;
        page.Append($"<section id=\"objects\"><h2>Objects <span class=\"count\">{groups.Sum(g => g.Stories.Count)}</span></h2>\n");
        page.Append("<p class=\"filter\"><input type=\"search\" id=\"find\" placeholder=\"Name, kind or component\" aria-label=\"Find objects\"> <label><input type=\"checkbox\" id=\"changed\"> only what changed</label> <label><input type=\"checkbox\" id=\"trouble\"> only what is not ready</label> <span id=\"found\"></span></p>\n");
        foreach (var group in groups) Group(page, record, group, bounds);
        page.Append("</section>\n");
    }

    private static void Group(StringBuilder page, RunRecord record, ObjectGroup group, Bounds bounds)
    {
        var counts = RunVerdict.Counts(group.Stories.Select(s => s.Change).OfType<Change>());
        page.Append($"<details class=\"group\" id=\"{ReportTimeline.Anchor(group)}\"{(group.HasTrouble ? " open" : "")}><summary><span class=\"name\">{Html.Text(group.Title)}</span> <span class=\"note\">{counts}{(group.Task is null || group.Task == group.Title ? "" : $" · {Html.Text(group.Task)}")}</span></summary>\n");
        foreach (var story in group.Stories) Story(page, record, story, bounds);
        page.Append("</details>\n");
    }

    private static void Story(StringBuilder page, RunRecord record, ObjectStory story, Bounds bounds)
    {
        var outcome = story.Change?.Outcome.Word() ?? "not sent";
        var state = story.Verdict?.State.Word() ?? "";
        var kind = $"object{(story.IsNotReady ? " trouble" : "")}{(story.Change is { Outcome: Outcome.Unchanged or Outcome.Skipped } ? " same" : "")}";
        page.Append($"<details class=\"{kind}\"{(story.IsNotReady ? " open" : "")}><summary><span class=\"chip {outcome.Replace(' ', '-')}\">{outcome}</span><span class=\"name\">{Html.Text(story.Subject)}</span><span class=\"state {state}\">{state}</span><span class=\"track\">");
        Bars(page, record, story);
        page.Append("</span></summary>\n");
        Pages(page, story);
        if (story.Change is { } change) Fields(page, bounds.Fields(change));
        page.Append("</details>\n");
    }

    private static void Bars(StringBuilder page, RunRecord record, ObjectStory story)
    {
        if (story.Pages.Count == 0) return;
        var first = story.Pages[0].At;
        var changed = story.ChangedAt ?? story.Pages[^1].At;
        if (changed > first) Bar("wait", first, changed);
        var end = story.IsNotReady ? story.Pages[^1].At : story.ReadyAt ?? changed;
        Bar(story.IsNotReady ? "settle bad" : "settle", changed, end > changed ? end : changed);

        void Bar(string kind, TimeSpan from, TimeSpan to) => page.Append($"<i class=\"bar {kind}\" style=\"{Html.Place(from, to, record.Duration)}\"></i>");
    }

    private static void Pages(StringBuilder page, ObjectStory story)
    {
        if (story.IsPlanned && story.Change is { Because: { } because }) page.Append($"<p class=\"why\">{Html.Text(because)}</p>\n");
        if (story.Pages.Count > 0)
        {
            page.Append("<ol>\n");
            foreach (var moment in story.Pages) page.Append($"<li><time>{Html.Time(moment.At)}</time> <b class=\"{moment.What}\">{moment.What}</b> {Html.Text(moment.Because)}</li>\n");
            page.Append("</ol>\n");
        }

        if (story.LeftOut > 0) page.Append($"<p class=\"why\">{story.LeftOut} moments before the last are left out.</p>\n");
        if (story.IsNotReady && story.Verdict?.Next is { } next) page.Append($"<p class=\"why\">Next: {Html.Text(next)}</p>\n");
    }

    private static void Fields(StringBuilder page, IReadOnlyList<FieldChange> fields)
    {
        if (fields.Count == 0) return;
        page.Append("<div class=\"wide\"><table class=\"fields\"><tr><th>field</th><th>before</th><th>after</th></tr>\n");
        foreach (var field in fields) page.Append($"<tr><td>{Html.Text(field.Path)}</td><td class=\"before\">{Value(field.Before)}</td><td class=\"after\">{Value(field.After)}</td></tr>\n");
        page.Append("</table></div>\n");
    }

    private static string Value(string? value) => value is null ? "" : $"<pre>{Html.Lines(value)}</pre>";
}
