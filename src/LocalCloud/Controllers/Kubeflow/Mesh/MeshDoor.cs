using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Kubeflow.Mesh;

/// <summary>Leads a call to the workload behind a Service: somebody must be ready there, and the mesh's policies must let the call in.</summary>
internal sealed class MeshDoor(ClusterView view)
{
    /// <summary>Whether a ready Pod is behind the Service.</summary>
    public bool HasReady(string inNamespace, string service) =>
        Json.Maps(view.Get(Kinds.Endpoints, inNamespace, service), "subsets").Any(subset => Json.List(subset, "addresses") is { Count: > 0 });

    /// <summary>Brings a call to a Service.</summary>
    public MeshAnswer Enter(string inNamespace, string service, MeshCall call, Func<MeshCall, MeshAnswer> behind)
    {
        if (view.Get(Kinds.Service, inNamespace, service) is not { } found || !HasReady(inNamespace, service)) return MeshAnswer.NoUpstream;
        return MeshPolicies.Allows(view, inNamespace, LabelsBehind(view, inNamespace, found), call) ? behind(call) : MeshAnswer.Denied;
    }

    /// <summary>Labels of the Pods behind a Service: those by which policies choose.</summary>
    public static IReadOnlyDictionary<string, string> LabelsBehind(ClusterView view, string inNamespace, JsonObject? service)
    {
        var pods = view.Select(Kinds.Pod, inNamespace, Json.TextMap(service, "spec", "selector"));
        return Selectors.LabelsOf(pods.Count > 0 ? pods[0] : null);
    }
}
