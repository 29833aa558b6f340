using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Core;

/// <summary>A Pod does not outlive its Node.</summary>
internal sealed class PodGarbageCollector(ClusterView view) : IController
{
    public string Name => "pod-garbage-collector";

    public IEnumerable<Watch> Watches => [new Watch(Kinds.Node, change => change.IsGone ? view.Index.PodsOn(change.Key.Name) : [])];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is { } pod && Json.Text(pod, "spec", "nodeName") is { Length: > 0 } node && view.Get(Kinds.Node, "", node) is null)
            view.Delete(key, graceSeconds: 0, uid: ClusterView.Uid(pod));
        return default;
    }
}
