using System.Text;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>What is not ready and why, and folded away what its Pods and events said.</summary>
internal static class NotReadyList
{
    /// <summary>More of them say less: the report names all.</summary>
    private const int Most = 100;

    /// <summary>A longer reason is cut: the report has all of it.</summary>
    private const int LongestReason = 800;

    public static void Write(StringBuilder text, RunRecord record)
    {
        if (record.NotReady is not { Count: > 0 } left) return;
        text.Append(record.LastWait is { } wait ? $"### Not ready after {PlainText.Of(wait.Elapsed)} of at most {PlainText.Of(wait.Deadline)}\n\n" : "### Not ready\n\n");
        foreach (var one in left.Take(Most)) text.Append($"- {Markdown.Cell(Markdown.Short(one, LongestReason))}\n");
        if (left.Count > Most) text.Append($"- and {left.Count - Most} more\n");
        text.Append('\n');
        if (record.Foreign.Count > 0) Markdown.Folded(text, "What Pods, events and logs say", () => Words(text, record.Foreign));
    }

    private static void Words(StringBuilder text, IReadOnlyList<OutputEvent.Foreign> foreign)
    {
        foreach (var of in foreign.GroupBy(f => f.Origin, StringComparer.Ordinal))
        {
            text.Append($"**{Markdown.Cell(of.Key)}**\n\n");
            Markdown.Fence(text, "text", of.SelectMany(f => PlainText.Lines(f.Text)));
        }
    }
}
