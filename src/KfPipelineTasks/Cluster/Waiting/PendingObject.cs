using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Live;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Waiting;

/// <summary>An object that is not ready yet.</summary>
internal sealed class PendingObject(ApiKind kind, ResourceId id, Verdict first, TimeSpan deadline, IReadOnlyList<Need.WebhookAnswers> startsAfter)
{
    public ApiKind Kind { get; } = kind;

    public ResourceId Id { get; } = id;

    public Verdict Verdict { get; set; } = first;

    /// <summary>Timestamp since which the same next step stands; null before the first look.</summary>
    public long? Since { get; set; }

    public TimeSpan Deadline { get; } = deadline;

    /// <summary>Injectors that must answer before Pods of it can be made: explains why it is not ready.</summary>
    public IReadOnlyList<Need.WebhookAnswers> StartsAfter { get; } = startsAfter;

    public LiveView? View { get; set; }
}
