using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Records;

/// <summary>The stories of all things a run dealt with, in the order in which they came up.</summary>
internal sealed class StoryBook
{
    private readonly List<ObjectStory> _stories = [];
    private readonly Dictionary<string, ObjectStory> _latest = new(StringComparer.Ordinal);

    public IReadOnlyList<ObjectStory> Stories => _stories;

    /// <summary>Something was written, or left as it is.</summary>
    public void Add(TimeSpan at, string? task, Change change, bool isPlanned = false)
    {
        var story = _latest.GetValueOrDefault(change.Subject);
        // The same name in another cluster, or in another task, is another thing.
        if (story is null || story.IsTold || story.Task != task) story = Begin(change.Subject, task);
        story.Add(at, change, isPlanned);
    }

    /// <summary>Something was looked at.</summary>
    public void Add(TimeSpan at, string? task, string subject, Verdict verdict)
    {
        var story = _latest.GetValueOrDefault(subject);
        if (story is null || story.Task != task) story = Begin(subject, task);
        story.Add(at, verdict);
    }

    private ObjectStory Begin(string subject, string? task)
    {
        var story = new ObjectStory(subject, task);
        _stories.Add(story);
        return _latest[subject] = story;
    }
}
