using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>Makes clusters and node pools out of requests.</summary>
internal sealed class ClusterDrafts(WorldContext context, ClusterTables tables, PoolRules rules)
{
    /// <summary>A cluster with its pools as a request asks for them, complete and checked, not yet kept.</summary>
    /// <exception cref="GoogleException">400; 409 when it exists.</exception>
    public (Cluster Cluster, IReadOnlyList<NodePool> Pools) Cluster(Project project, string location, JsonObject request)
    {
        PoolRules.CheckLocation(location);
        var key = new ClusterKey(project.Id, location, request.Text("name") ?? "");
        PoolRules.CheckName(key.Name, "cluster.name");
        if (tables.Find(key) is not null) throw GoogleException.AlreadyExists($"Already exists: {Links.Cluster(key)}.");
        PoolRules.CheckZones(request.Texts("locations"), location);
        PoolRules.CheckWorkloadPool((request["workloadIdentityConfig"] as JsonObject)?.Text("workloadPool"), project.Id);
        CheckPoolFields(request);

        var channel = (request["releaseChannel"] as JsonObject)?.Text("channel");
        var asked = request.Text("initialClusterVersion");
        var version = Versions.Resolve(asked, channel) ?? throw Versions.Unknown(asked!);
        var cluster = new Cluster(key, Documents.Cluster(request, key, project, version, context.Now)).With(body => body["status"] = "RUNNING");
        var pools = Documents.PoolsOf(request).Select(pool => Pool(cluster, pool)).ToList();
        foreach (var pool in pools) rules.Check(pool, cluster);
        return (cluster, pools);
    }

    /// <summary>A pool as a request asks for it, complete and not yet checked.</summary>
    public static NodePool Pool(Cluster cluster, JsonObject request)
    {
        var version = cluster.Body.Text("currentNodeVersion")!;
        var body = Documents.NodePool(request, cluster, Versions.Resolve(request.Text("version"), null) is { } asked && request.ContainsKey("version") ? asked : version);
        body["status"] = "RUNNING";
        var pool = new NodePool(cluster.Key, request.Text("name") ?? "", body, 0);
        if (request["initialNodeCount"] is null && body["autoscaling"] is JsonObject scaling) body["initialNodeCount"] = Math.Max(1, scaling.Number("minNodeCount") ?? 0);
        return pool with { NodesPerZone = pool.DesiredPerZone };
    }

    private static void CheckPoolFields(JsonObject request)
    {
        if (Documents.IsAutopilot(request)) return;
        if (request["nodePools"] is JsonArray { Count: > 0 })
        {
            if (request.Number("initialNodeCount") > 0) throw GoogleException.InvalidArgument("cluster.initial_node_count and cluster.node_pools[] cannot be set together.");
        }
        else if (request.Number("initialNodeCount") is null or <= 0)
        {
            throw GoogleException.InvalidArgument("Cluster.initial_node_count must be greater than zero.");
        }
    }
}
