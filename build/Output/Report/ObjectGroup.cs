using KfPipelineTasks.Build.Output.Records;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>The objects of one component that one task dealt with: a row of the timeline, and a part of the list.</summary>
/// <param name="Title">Name of the component; of the task, where it knows no components.</param>
/// <param name="Task">The task; null outside tasks.</param>
/// <param name="Stories">In their order.</param>
internal sealed record ObjectGroup(string Title, string? Task, IReadOnlyList<ObjectStory> Stories)
{
    /// <summary>True when one of them was not ready at the end.</summary>
    public bool HasTrouble => Stories.Any(s => s.IsNotReady);

    /// <summary>When the first of them came up; null when none has times.</summary>
    public TimeSpan? Start => Stories.SelectMany(s => s.Pages).Select(p => (TimeSpan?)p.At).Min();

    /// <summary>When the last of them was written.</summary>
    public TimeSpan? Written => Stories.Select(s => s.ChangedAt).Max();

    /// <summary>When the last of them was ready.</summary>
    public TimeSpan? Ready => Stories.Select(s => s.ReadyAt).Max();

    public static IReadOnlyList<ObjectGroup> Of(IEnumerable<ObjectStory> stories)
    {
        var groups = stories.GroupBy(s => (s.Task, Component: s.Change?.Component)).ToList();
        var withComponents = groups.Where(g => g.Key.Component is not null).Select(g => g.Key.Task).ToHashSet();
        return [.. groups.Select(g => new ObjectGroup(g.Key.Component ?? (withComponents.Contains(g.Key.Task) ? "without a component" : g.Key.Task ?? "other"), g.Key.Task, [.. g]))];
    }
}
