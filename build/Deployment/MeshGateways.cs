using KfPipelineTasks.Build.Deployment.WayIn;
using KfPipelineTasks.Cluster.Api;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>Who leads people into the mesh: the principals of its gateways, which are the only ones to be believed about who a user is.</summary>
internal static class MeshGateways
{
    /// <summary>What Istio's own installation calls it.</summary>
    private const string Usual = "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";

    /// <summary>
    /// The service accounts that the Pods of the cluster's gateways run as; without any gateway, the usual one. <c>cluster.local</c> stands for the mesh's own
    /// trust domain, whatever its name (https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/).
    /// </summary>
    public static async Task<IReadOnlyList<string>> OfAsync(ClusterDoor door, CancellationToken cancellation)
    {
        var kind = (await door.Kinds.TableAsync(cancellation)).Find("", "Pod");
        var pods = kind is null ? [] : (await new KubeObjects(door).ListAsync(kind, null, new ListQuery { LabelSelector = $"{Gateway.Label}={Gateway.LabelValue}" }, cancellation)).Items;
        var found = pods.Select(pod => $"cluster.local/ns/{pod.Id.Namespace}/sa/{pod.Text("spec", "serviceAccountName") ?? "default"}").Distinct().Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : [Usual];
    }
}
