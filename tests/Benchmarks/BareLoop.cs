using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Benchmarks;

/// <summary>The least anybody can do: the same bodies, 16 at a time, stage after stage, nothing looked at.</summary>
internal static class BareLoop
{
    public static async Task RunAsync(ClusterDoor door, ApplyGraph graph)
    {
        var objects = new KubeObjects(door);
        var definitions = graph.Nodes.Select(n => n.Resource).Where(r => r.Id.Kind == "CustomResourceDefinition").ToDictionary(r => (r.Text("spec", "group"), r.Text("spec", "names", "kind")));
        var table = await door.Kinds.TableAsync(CancellationToken.None);
        foreach (var stage in graph.Nodes.GroupBy(Stage).OrderBy(g => g.Key))
        {
            await Parallel.ForEachAsync(stage, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (node, cancellation) =>
            {
                var wanted = node.Resource;
                var kind = table.Find(wanted.Id.Group, wanted.Id.Version, wanted.Id.Kind) ?? ApiKind.FromDefinition(definitions[(wanted.Id.Group, wanted.Id.Kind)], wanted.Id.Version)!;
                await ServedAsync(kind, objects, wanted, cancellation);
            });
        }
    }

    // A definition is accepted before its kind is served.
    private static async Task ServedAsync(ApiKind kind, KubeObjects objects, Resource wanted, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await objects.ApplyAsync(kind, wanted.Id.Namespace, wanted.Id.Name, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(wanted.Body), new ApplyRequest("bare") { Force = true }, cancellation);
                return;
            }
            catch (KubeError e) when (e.Kind == KubeErrorKind.KindNotServed)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
            }
        }
    }

    private static int Stage(ApplyNode node) => node.Resource.Id.Kind switch
    {
        "Namespace" or "CustomResourceDefinition" => 0,
        _ when node.Needs.OfType<Need.KindServed>().Any() => 2,
        _ => 1,
    };
}
