using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>What the admission graph must know of a cluster: what could intercept or house an object that is about to come.</summary>
internal static class LiveFacts
{
    private static readonly (string Group, string Kind)[] Kinds =
    [
        ("", "Namespace"),
        ("", "Service"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ];

    public static async Task<IReadOnlyList<Resource>> ReadAsync(ClusterDoor door, CancellationToken cancellation)
    {
        var objects = new KubeObjects(door);
        var table = await door.Kinds.TableAsync(cancellation);
        var lists = await Task.WhenAll(Kinds.Select(kind => ListAsync(objects, table, kind, cancellation)));
        return [.. lists.SelectMany(list => list)];
    }

    private static async Task<IReadOnlyList<Resource>> ListAsync(KubeObjects objects, KindTable table, (string Group, string Kind) kind, CancellationToken cancellation) =>
        table.Find(kind.Group, kind.Kind) is { } served ? (await objects.ListAsync(served, null, new ListQuery(), cancellation)).Items : [];
}
