using System.Text.Json.Nodes;
using LocalCloud.Kube;

namespace KfPipelineTasks.Tests.Cluster;

/// <summary>Lets go of what was deleted in the foreground: nothing owns anything in these tests.</summary>
internal sealed class GarbageCollector : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];

    private GarbageCollector(KubeCluster cluster)
    {
        foreach (var kind in new[] { "deployments.apps", "configmaps" }) _running.Add(RunAsync(cluster, kind));
    }

    public static IAsyncDisposable Start(KubeCluster cluster) => new GarbageCollector(cluster);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running);
        _end.Dispose();
    }

    private async Task RunAsync(KubeCluster cluster, string kind)
    {
        using var watch = cluster.Client.Watch(kind);
        try
        {
            await foreach (var change in watch.Events.ReadAllAsync(_end.Token))
            {
                if (cluster.Client.Get(kind, change.Object.Namespace, change.Object.Name) is { } live && live["metadata"]!["finalizers"] is JsonArray list && list.Any(f => f!.GetValue<string>() == "foregroundDeletion"))
                    cluster.Client.TryPatch(kind, change.Object.Namespace, change.Object.Name, d => d["metadata"]!["finalizers"] = new JsonArray());
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }
}
