using System.Text.Json;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Nodes;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>Reads the nodes of a cluster.</summary>
internal static class NodeFacts
{
    private static readonly ApiKind Nodes = new("", "v1", "Node", "nodes", false, true, ["list"]);

    public static async Task<IReadOnlyList<NodeFact>> ReadAsync(KubeObjects objects, CancellationToken cancellation) =>
        [.. (await objects.ListAsync(Nodes, null, new ListQuery(), cancellation)).Items.Select(n => new NodeFact(n.Id.Name, n.Label(NodeDrain.PoolLabel) ?? "", IsReady(n)) { Memory = n.Annotation(NodeDrain.MemoryAnnotation) })];

    private static bool IsReady(Resource node) =>
        node.At("spec", "unschedulable") is not { ValueKind: JsonValueKind.True }
        && node.At("status", "conditions").Items().Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");
}
