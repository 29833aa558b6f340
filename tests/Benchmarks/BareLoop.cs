using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Benchmarks;

/// <summary>The least anybody can do: the same bodies, 16 at a time, stage after stage, nothing looked at.</summary>
internal static class BareLoop
{
    public static async Task RunAsync(ClusterDoor door, ApplyGraph graph)
    {
        var objects = new KubeObjects(door);
        foreach (var stage in graph.Nodes.GroupBy(Stage).OrderBy(g => g.Key))
            await Parallel.ForEachAsync(stage, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (node, cancellation) => await SendAsync(door, objects, node.Resource, cancellation));
    }

    private static int Stage(ApplyNode node) => node.Resource.Id.Kind switch
    {
        "Namespace" or "CustomResourceDefinition" => 0,
        _ when node.Needs.OfType<Need.KindServed>().Any() => 2,
        _ => 1,
    };

    private static async Task SendAsync(ClusterDoor door, KubeObjects objects, Resource wanted, CancellationToken cancellation)
    {
        var kind = (await door.Kinds.FindAsync(wanted.Id.Group, wanted.Id.Version, wanted.Id.Kind, cancellation))!;
        await objects.ApplyAsync(kind, wanted.Id.Namespace, wanted.Id.Name, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(wanted.Body), new ApplyRequest("bare") { Force = true }, cancellation);
    }
}
