using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>GKE clusters: real ones of this cloud, each with an API server of its own.</summary>
internal sealed class ContainerClusters : IGoogleResource
{
    public string Kind => "ContainerCluster";

    public ResourceState Apply(ResourceRequest request)
    {
        request.Require("container", "container.clusters.create");
        var key = Key(request);
        if (request.World.Clusters.Find(key) is not { } cluster)
        {
            var body = ClusterRequest.Cluster(request);
            RequireUse(request, Json.Text(body, "nodeConfig", "serviceAccount"));
            request.World.Clusters.Create(request.Project(), key.Location, body);
            return ResourceState.Busy;
        }

        if (cluster.Status == "ERROR") throw GoogleException.FailedPrecondition(Json.Text(Json.Maps(cluster.Body, "conditions").LastOrDefault(), "message") ?? "the cluster is in state ERROR");
        return cluster.Status == "PROVISIONING" ? ResourceState.Busy : ResourceState.Done(Status(cluster.Body));
    }

    public bool Delete(ResourceRequest request)
    {
        if (request.World.Clusters.Find(Key(request)) is not { } cluster) return true;
        request.Require("container", "container.clusters.delete");
        if (cluster.Status == "STOPPING") return false;
        try
        {
            request.World.Clusters.Delete(Key(request));
        }
        catch (GoogleException busy) when (IsBusy(busy))
        {
            // Another operation works on it; its turn comes.
        }

        return false;
    }

    /// <summary>One operation at a time: not a failure, but a wait.</summary>
    internal static bool IsBusy(GoogleException refusal) => refusal.Message.Contains(" is currently ", StringComparison.Ordinal);

    internal static void RequireUse(ResourceRequest request, string? account)
    {
        if (account is null or "default" || request.World.ServiceAccounts.Find(account) is not { } found) return;
        request.RequirePermission("iam.serviceAccounts.actAs", [found.Name, $"projects/{found.Project}"]);
    }

    private static ClusterKey Key(ResourceRequest request) => new(request.ProjectId, request.Text("location") ?? "", request.Id);

    private static JsonObject Status(JsonObject body) => new()
    {
        ["endpoint"] = Json.Text(body, "endpoint"),
        ["selfLink"] = Json.Text(body, "selfLink"),
        ["masterVersion"] = Json.Text(body, "currentMasterVersion"),
        ["servicesIpv4Cidr"] = Json.Text(body, "servicesIpv4Cidr"),
        ["labelFingerprint"] = Json.Text(body, "labelFingerprint"),
        ["observedState"] = new JsonObject { ["masterAuth"] = new JsonObject { ["clusterCaCertificate"] = Json.Text(body, "masterAuth", "clusterCaCertificate") } },
    };
}
