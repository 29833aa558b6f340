using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>
/// A cluster: its document as the API shows it, without what is put together on reading (node pools, counts, endpoint of
/// the running server). Documents are never changed in place: a change is a copy.
/// </summary>
public sealed record Cluster(ClusterKey Key, JsonObject Body)
{
    /// <summary><c>PROVISIONING</c>, <c>RUNNING</c>, <c>RECONCILING</c>, <c>STOPPING</c>, <c>ERROR</c> or <c>DEGRADED</c>.</summary>
    [JsonIgnore]
    public string Status => Body.Text("status") ?? "STATUS_UNSPECIFIED";

    [JsonIgnore]
    public bool IsAutopilot => Body["autopilot"] is JsonObject autopilot && autopilot.Flag("enabled");

    /// <summary>Zones of the nodes.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Zones => Body.Texts("locations");

    /// <summary><c>PROJECT.svc.id.goog</c> when workload identity is on.</summary>
    [JsonIgnore]
    public string? WorkloadPool => (Body["workloadIdentityConfig"] as JsonObject)?.Text("workloadPool");

    /// <summary>True when nodes have no public address.</summary>
    [JsonIgnore]
    public bool HasPrivateNodes => Body["privateClusterConfig"] is JsonObject config && config.Flag("enablePrivateNodes");

    /// <summary>True when the control plane is reached from inside the network only.</summary>
    [JsonIgnore]
    public bool HasPrivateEndpoint => Body["privateClusterConfig"] is JsonObject config && config.Flag("enablePrivateEndpoint");

    internal Cluster With(Action<JsonObject> edit)
    {
        var body = Body.Copy();
        edit(body);
        body["etag"] = Ids.Etag();
        return this with { Body = body };
    }
}
