using System.Globalization;
using System.Text;
using KfPipelineTasks.Build.Output.Records;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>The tasks of a run as a Mermaid graph: what ran after what, for how long, and where it stopped.</summary>
internal static class TaskChart
{
    public static void Write(StringBuilder text, RunRecord record)
    {
        // One task is no graph, and neither are tasks that had no turn.
        if (record.End is not { Tasks.Count: > 1 } end || record.Tasks.Count == 0) return;
        text.Append($"### Tasks, {Time(record.Duration)}\n\n```mermaid\nflowchart LR\n");
        for (var i = 0; i < end.Tasks.Count; i++) text.Append(CultureInfo.InvariantCulture, $"  t{i}[\"{Label(end.Tasks[i], record)}\"]\n");
        foreach (var (from, to) in TaskArrows.Of(end.Tasks)) text.Append(CultureInfo.InvariantCulture, $"  t{from} --> t{to}\n");
        Classes(text, record, end);
        text.Append("```\n\n");
    }

    private static string Label(string task, RunRecord record)
    {
        var time = record.Tasks.FirstOrDefault(t => t.Name == task);
        return $"{Safe(task)}<br/>{(time is null ? "not run" : Time(time.Duration))}";
    }

    private static string Time(TimeSpan time) => time.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : $"{PlainText.Of(time)} min";

    // Lines and dashes only: they are seen on light and on dark pages.
    private static void Classes(StringBuilder text, RunRecord record, RunEnd end)
    {
        var notRun = Numbers(end.Tasks, task => record.Tasks.All(t => t.Name != task));
        if (notRun.Length > 0) text.Append($"  classDef notrun stroke-dasharray:4 3\n  class {notRun} notrun\n");
        if (end.ExitCode is ExitCodes.Done or ExitCodes.ChangesFound) return;
        var stopped = Numbers(end.Tasks, task => record.Tasks[^1].Name == task);
        if (stopped.Length > 0) text.Append($"  classDef stopped stroke:#d1242f,stroke-width:3px\n  class {stopped} stopped\n");
    }

    private static string Numbers(IReadOnlyList<string> tasks, Func<string, bool> wanted) =>
        string.Join(',', tasks.Select((task, place) => (task, place)).Where(t => wanted(t.task)).Select(t => $"t{t.place}"));

    private static string Safe(string name) => new([.. name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or ' ')]);
}
