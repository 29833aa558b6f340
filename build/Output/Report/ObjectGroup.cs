using KfPipelineTasks.Build.Output.Records;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>The objects of one component that one task dealt with: a row of the timeline, and a part of the list.</summary>
/// <param name="Title">Name of the component.</param>
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

    public static IReadOnlyList<ObjectGroup> Of(IEnumerable<ObjectStory> stories) => [.. stories
        .GroupBy(s => (s.Task, Component: s.Change?.Component))
        .Select(group => new ObjectGroup(group.Key.Component ?? "outside components", group.Key.Task, [.. group]))];
}
