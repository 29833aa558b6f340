using System.Globalization;
using System.Text;
using KfPipelineTasks.Build.Output.Records;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>The run on a line of time: tasks, what each waited for, and the components it brought.</summary>
internal static class ReportTimeline
{
    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

    public static void Write(StringBuilder page, RunRecord record, IReadOnlyList<ObjectGroup> groups)
    {
        if (record.Tasks.Count == 0) return;
        page.Append("<section id=\"timeline\"><h2>Timeline</h2>\n<div class=\"timeline\">\n");
        Axis(page, record.Duration);
        foreach (var (name, time, result) in TaskResults.Of(record))
        {
            Task(page, record, name, time, result);
            foreach (var wait in record.Waits.Where(w => w.Task == name)) Wait(page, record, wait);
            foreach (var group in groups.Where(g => g.Task == name && g.Start is not null)) Group(page, record, group);
        }

        page.Append("</div>\n<p class=\"legend\"><span><i class=\"bar task\"></i>task</span><span><i class=\"bar send\"></i>being written</span><span><i class=\"bar settle\"></i>becoming ready</span><span><i class=\"bar bad\"></i>not ready</span><span><i class=\"bar wait\"></i>awaited as a whole, or waiting to be sent</span></p>\n</section>\n");
    }

    private static void Axis(StringBuilder page, TimeSpan whole)
    {
        var step = Steps.FirstOrDefault(s => whole.TotalSeconds / s <= 8, Steps[^1]);
        page.Append("<div class=\"row axis\"><span></span><span class=\"track\">");
        for (var at = 0.0; at <= whole.TotalSeconds; at += step)
        {
            var time = TimeSpan.FromSeconds(at);
            page.Append(CultureInfo.InvariantCulture, $"<b style=\"{Html.Place(time, time, whole)}\">{(step < 1 ? $"{at:0.0} s" : at < 60 && step < 60 ? $"{at:0} s" : PlainText.Of(time))}</b>");
        }

        page.Append("</span><span></span></div>\n");
    }

    private static void Task(StringBuilder page, RunRecord record, string name, TaskTime? time, string result)
    {
        page.Append($"<div class=\"row task {(result == "not run" ? "notrun" : result)}\"><span class=\"label\">{Html.Text(name)}</span><span class=\"track\">");
        if (time is not null) Bar(page, result == "failed" ? "task bad" : "task", time.Start, time.Start + time.Duration, record.Duration);
        page.Append($"</span><span class=\"time\">{(time is null ? "not run" : Html.Time(time.Duration))}</span></div>\n");
    }

    private static void Wait(StringBuilder page, RunRecord record, WaitSpan wait)
    {
        page.Append($"<div class=\"row sub\" title=\"{Html.Text(string.Join("; ", wait.Left.Take(5)))}\"><span class=\"label\">{Html.Text(wait.What)}</span><span class=\"track\">");
        Bar(page, "wait", wait.Start, wait.End, record.Duration);
        page.Append($"</span><span class=\"time\">{Html.Time(wait.End - wait.Start)}</span></div>\n");
    }

    private static void Group(StringBuilder page, RunRecord record, ObjectGroup group)
    {
        var start = group.Start!.Value;
        var written = group.Written ?? start;
        var end = group.HasTrouble ? record.Tasks.Where(t => t.Name == group.Task).Select(t => t.Start + t.Duration).DefaultIfEmpty(record.Duration).Max() : group.Ready ?? written;
        page.Append($"<div class=\"row sub\"><span class=\"label\"><a href=\"#{Anchor(group)}\">{Html.Text(group.Title)}</a></span><span class=\"track\">");
        Bar(page, "send", start, written, record.Duration);
        if (end > written) Bar(page, group.HasTrouble ? "settle bad" : "settle", written, end, record.Duration);
        page.Append($"</span><span class=\"time\">{Html.Time((end > written ? end : written) - start)}</span></div>\n");
    }

    /// <summary>Name of the place where the objects of a group are listed.</summary>
    public static string Anchor(ObjectGroup group) => $"o-{string.Concat($"{group.Task}-{group.Title}".Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}";

    private static void Bar(StringBuilder page, string kind, TimeSpan from, TimeSpan to, TimeSpan whole) => page.Append($"<i class=\"bar {kind}\" style=\"{Html.Place(from, to, whole)}\"></i>");
}
