using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// What is wrong with a set for a cluster that does not exist yet. Nobody can be asked, but it will have what every GKE cluster has
/// and what the set brings, and nothing else.
/// </summary>
internal static class FreshCluster
{
    // Groups whose kinds GKE and Config Controller bring along.
    private static readonly string[] BroughtGroups =
        ["cloud.google.com", "gke.io", "googleapis.com", "snapshot.storage.k8s.io", "gateway.networking.k8s.io", "metrics.k8s.io", "configmanagement.gke.io", "cilium.io", "templates.gatekeeper.sh", "constraints.gatekeeper.sh"];

    /// <summary>The graph of a set, with everything in it that such a cluster would refuse.</summary>
    /// <param name="namespaces">Namespaces that will be there besides those of the set.</param>
    public static ApplyGraph Graph(IReadOnlyList<Resource> wanted, params IReadOnlyList<string> namespaces)
    {
        var graph = AdmissionGraph.Build(wanted);
        var coming = graph.Nodes.Select(n => n.Resource.Id).Where(id => id is { Group: "", Kind: "Namespace" } or { Group: "kubeflow.org", Kind: "Profile" }).Select(id => id.Name).Concat(namespaces).ToHashSet(StringComparer.Ordinal);
        return graph with { Problems = [.. graph.Problems, .. graph.Nodes.SelectMany(node => Missing(node, coming))] };
    }

    private static IEnumerable<Problem> Missing(ApplyNode node, HashSet<string> namespaces)
    {
        var resource = node.Resource;
        foreach (var need in node.Needs)
        {
            if (need is Need.ObjectThere { Object: { Group: "", Kind: "Namespace", Name: var ns } } && !namespaces.Contains(ns)) yield return Problem.MissingNamespace(resource, ns);
            if (need is Need.KindServed { Definition: null, Maker: null } kind && kind.Kind == resource.Id.Kind && kind.Group == resource.Id.Group && !IsBrought(kind.Group))
                yield return new Problem($"{resource.Id}: nobody defines its kind, {kind.Kind} of {resource.Id.ApiVersion}.", resource.Source, "Add its CustomResourceDefinition to the package, or leave the object out.");
        }
    }

    private static bool IsBrought(string group) => BroughtGroups.Any(brought => group == brought || group.EndsWith("." + brought, StringComparison.Ordinal));
}
