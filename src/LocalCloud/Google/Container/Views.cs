using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Container;

/// <summary>Puts together what the API shows: clusters with their pools, pools with their instance groups, operations with their progress.</summary>
internal sealed class Views(GoogleWorld world)
{
    private static readonly string[] BlueGreenPhases = ["UPDATE_STARTED", "CREATING_GREEN_POOL", "CORDONING_BLUE_POOL", "DRAINING_BLUE_POOL", "NODE_POOL_SOAKING", "DELETING_BLUE_POOL"];

    public JsonObject Show(Cluster cluster)
    {
        var body = cluster.Body.Copy();
        var pools = world.Clusters.PoolsOf(cluster.Key).ToList();
        body["currentNodeCount"] = pools.Where(pool => pool.HasMachines).Sum(pool => pool.Nodes);
        if (cluster.IsAutopilot) return body;
        body["initialNodeCount"] = pools.Count == 0 ? 0 : pools[0].Body["initialNodeCount"]?.DeepClone();
        body["nodePools"] = Json.Array(pools.Select(Show));
        body["instanceGroupUrls"] = Json.List(pools.SelectMany(InstanceGroups));
        if (pools.Count > 0) body["nodeConfig"] = pools[0].Config.DeepClone();
        return body;
    }

    public JsonObject Show(NodePool pool)
    {
        var body = pool.Body.Copy();
        body["instanceGroupUrls"] = Json.List(InstanceGroups(pool));
        if (pool.IsBlueGreen && world.Clusters.Upgrade(pool.Cluster, pool.Name) is { } upgrade)
            body["updateInfo"] = new JsonObject { ["blueGreenInfo"] = new JsonObject { ["phase"] = BlueGreenPhases[(int)(Share(upgrade) * (BlueGreenPhases.Length - 1))], ["blueInstanceGroupUrls"] = Json.List(InstanceGroups(pool)) } };
        return body;
    }

    public JsonObject Show(ContainerOperation operation)
    {
        var number = world.Projects.Get(operation.Cluster.Project).Number;
        var place = $"https://container.googleapis.com/v1/projects/{number}/{Links.Place(operation.Cluster.Location)}";
        var target = $"{place}/clusters/{operation.Cluster.Name}{(operation.NodePool is null ? "" : $"/nodePools/{operation.NodePool}")}";
        var json = new JsonObject
        {
            ["name"] = operation.Name,
            ["operationType"] = operation.Type,
            ["status"] = operation.Status,
            ["startTime"] = Nanoseconds(operation.StartTime),
            ["selfLink"] = $"{place}/operations/{operation.Name}",
            ["targetLink"] = target,
            ["zone"] = operation.Cluster.Location,
            ["location"] = operation.Cluster.Location,
        };
        if (Progress(operation) is { } metrics) json["progress"] = new JsonObject { ["metrics"] = metrics };
        if (!operation.IsDone) return json;
        json["endTime"] = Nanoseconds(operation.EndTime ?? operation.StartTime);
        if (operation.ErrorMessage is not { } message) return json;
        json["statusMessage"] = message;
        json["error"] = new JsonObject { ["code"] = operation.ErrorCode ?? 2, ["message"] = message };
        if (operation.Condition is { } code) json["nodepoolConditions"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message });
        return json;
    }

    private IEnumerable<string> InstanceGroups(NodePool pool) => !pool.HasMachines ? [] :
        pool.Zones.Select(zone => $"https://www.googleapis.com/compute/v1/projects/{pool.Cluster.Project}/zones/{zone}/instanceGroupManagers/{pool.InstanceGroup(zone)}");

    private JsonArray? Progress(ContainerOperation operation)
    {
        var share = Share(operation);
        if (operation.Type == OperationTypes.CreateCluster) return Steps(share, ("CLUSTER_CONFIGURING", 8), ("CLUSTER_DEPLOYING", 12), ("CLUSTER_HEALTHCHECKING", 2));
        if (operation.NodePool is null || operation.Type is not (OperationTypes.UpgradeNodes or OperationTypes.CreateNodePool or OperationTypes.SetNodePoolSize)) return null;
        var nodes = world.Clusters.FindPool(operation.Cluster, operation.NodePool)?.Nodes ?? 0;
        return new JsonArray(Metric("NODES_TOTAL", nodes), Metric("NODES_DONE", (int)(nodes * share)), Metric("NODES_FAILED", 0));
    }

    private double Share(ContainerOperation operation) =>
        operation.IsDone || operation.Duration <= TimeSpan.Zero ? 1 : Math.Clamp((world.Now - operation.StartTime) / operation.Duration, 0, 1);

    private static JsonArray Steps(double share, params (string Name, int Steps)[] phases)
    {
        var done = (int)Math.Floor(phases.Sum(phase => phase.Steps) * share);
        var metrics = new JsonArray();
        foreach (var (name, steps) in phases)
        {
            var here = Math.Clamp(done, 0, steps);
            done -= here;
            metrics.Add((JsonNode)Metric(name, here));
            metrics.Add((JsonNode)Metric($"{name}_TOTAL", steps));
        }

        return metrics;
    }

    private static JsonObject Metric(string name, int value) => new() { ["name"] = name, ["intValue"] = value.ToString(CultureInfo.InvariantCulture) };

    private static string Nanoseconds(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);
}
