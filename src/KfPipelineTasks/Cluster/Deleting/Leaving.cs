using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Deleting;

/// <summary>One object on its way out.</summary>
internal sealed class Leaving(ApplyNode node, ResourceId id, ApiKind kind, Resource live)
{
    public ApplyNode Node { get; } = node;

    public ResourceId Id { get; } = id;

    public ApiKind Kind { get; } = kind;

    public Resource Live { get; } = live;

    public int Phase { get; set; } = DeletionOrder.Phase(id);

    /// <summary>Why it stays; null when it goes.</summary>
    public string? Stays { get; set; }

    /// <summary>Objects that need it and have to be gone first.</summary>
    public List<Leaving> Before { get; } = [];

    /// <summary>Ends when it is gone, or will not go.</summary>
    public TaskCompletionSource<bool> Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
