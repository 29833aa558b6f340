using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Node pools.</summary>
internal sealed class ContainerNodePools : IGoogleResource
{
    private static readonly GroupKind Cluster = new("container" + ConnectorKind.GroupSuffix, "ContainerCluster");

    public string Kind => "ContainerNodePool";

    public ResourceState Apply(ResourceRequest request)
    {
        request.Require("container", "container.clusters.update");
        var key = Key(request);
        try
        {
            if (request.World.Clusters.FindPool(key, request.Id) is not { } pool)
            {
                var body = ClusterRequest.Pool(request);
                ContainerClusters.RequireUse(request, Json.Text(body, "config", "serviceAccount"));
                request.World.Clusters.CreatePool(key, body);
                return ResourceState.Busy;
            }

            if (pool.Status == "ERROR") throw GoogleException.FailedPrecondition(Json.Text(Json.Maps(pool.Body, "conditions").LastOrDefault(), "message") ?? "the node pool is in state ERROR");
            if (pool.Status != "RUNNING") return ResourceState.Busy;
            if (Json.Number(request.Document, "spec", "nodeCount") is not { } count || count == pool.NodesPerZone) return ResourceState.Done(Status(pool.Body));
            request.World.Clusters.SetSize(key, request.Id, (int)count);
            return ResourceState.Busy;
        }
        catch (GoogleException busy) when (ContainerClusters.IsBusy(busy))
        {
            return ResourceState.Busy;
        }
    }

    public bool Delete(ResourceRequest request)
    {
        if (request.World.Clusters.FindPool(Key(request), request.Id) is not { } pool) return true;
        request.Require("container", "container.clusters.update");
        if (pool.Status == "STOPPING") return false;
        try
        {
            request.World.Clusters.DeletePool(Key(request), request.Id);
        }
        catch (GoogleException busy) when (ContainerClusters.IsBusy(busy))
        {
            // Another operation works on the cluster; its turn comes.
        }

        return false;
    }

    private static ClusterKey Key(ResourceRequest request)
    {
        var reference = request.Map("clusterRef") ?? throw ResourceTrouble.Invalid("spec.clusterRef must be set");
        var location = request.Text("location") ?? "";
        if (Json.Text(reference, "external") is { } external)
        {
            var parts = external.Split('/');
            return parts is ["projects", var project, "locations", var place, "clusters", var name] ? new ClusterKey(project, place, name) : new ClusterKey(request.ProjectId, location, external);
        }

        var cluster = request.Referenced(reference, Cluster);
        return new ClusterKey(request.ProjectId, Json.Text(cluster, "spec", "location") ?? location, Connector.ResourceId(cluster));
    }

    private static JsonObject Status(JsonObject body) => new()
    {
        ["instanceGroupUrls"] = Json.List(body, "instanceGroupUrls")?.DeepClone() ?? new JsonArray(),
        ["observedState"] = new JsonObject { ["version"] = Json.Text(body, "version") },
    };
}
