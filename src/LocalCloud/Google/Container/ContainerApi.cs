using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>Kubernetes Engine v1: clusters, node pools, operations. The older paths with <c>zones</c> lead to the same methods.</summary>
internal sealed class ContainerApi : ApiSurface
{
    private readonly Views _views;

    public ContainerApi(GoogleWorld world) : base(world, "container", "container.googleapis.com", ErrorShape.Mixed, FieldTable.Of("container", "google.container.v1"))
    {
        _views = new Views(world);
        const string place = "v1/projects/{project}/locations/{location}";
        const string zone = "v1/projects/{project}/zones/{location}";
        Get($"{place}/serverConfig", "container.clusters.list", ServerConfig);
        Get($"{zone}/serverconfig", "container.clusters.list", ServerConfig);
        MapClusters(place);
        MapPools(place);
        MapOperations(place);
        MapClusters(zone);
        MapPools(zone);
        MapOperations(zone);
        MapOlderVerbs(zone);
    }

    protected override GoogleException Denied(ApiCall call, string permission, string resource)
    {
        var name = call.Has("cluster") ? Links.Cluster(Key(call)) : $"projects/{call["project"]}";
        return GoogleException.PermissionDenied($"Required \"{permission}\" permission(s) for \"{name}\".", Detail.ErrorInfo("IAM_PERMISSION_DENIED", "container.googleapis.com", ("permission", permission), ("resource", name)));
    }

    private void MapClusters(string place)
    {
        var cluster = $"{place}/clusters/{{cluster}}";
        Get($"{place}/clusters", "container.clusters.list", ListClusters);
        Post($"{place}/clusters", "CreateClusterRequest", "container.clusters.create", CreateCluster);
        Get(cluster, "container.clusters.get", call => _views.Show(World.Clusters.Get(Key(call))));
        Delete(cluster, "container.clusters.delete", call => _views.Show(World.Clusters.Delete(Key(call))));
        Put(cluster, "UpdateClusterRequest", "container.clusters.update", UpdateCluster);
        Change(cluster, ":setResourceLabels", "SetLabelsRequest", OperationTypes.SetLabels, "resourceLabels");
        Change(cluster, ":setAddons", "SetAddonsConfigRequest", OperationTypes.UpdateCluster, "addonsConfig");
        Change(cluster, ":setLogging", "SetLoggingServiceRequest", OperationTypes.UpdateCluster, "loggingService");
        Change(cluster, ":setMonitoring", "SetMonitoringServiceRequest", OperationTypes.UpdateCluster, "monitoringService");
        Change(cluster, ":setMaintenancePolicy", "SetMaintenancePolicyRequest", OperationTypes.UpdateCluster, "maintenancePolicy");
        Change(cluster, ":setNetworkPolicy", "SetNetworkPolicyRequest", OperationTypes.UpdateCluster, "networkPolicy");
        Post($"{cluster}:setLocations", "SetLocationsRequest", "container.clusters.update", SetLocations);
        Post($"{cluster}:updateMaster", "UpdateMasterRequest", "container.clusters.update", UpdateMaster);
    }

    private void MapPools(string place)
    {
        var pools = $"{place}/clusters/{{cluster}}/nodePools";
        var pool = $"{pools}/{{pool}}";
        Get(pools, "container.clusters.get", ListPools);
        Post(pools, "CreateNodePoolRequest", "container.clusters.update", CreatePool);
        Get(pool, "container.clusters.get", call => _views.Show(World.Clusters.GetPool(Key(call), call["pool"])));
        Delete(pool, "container.clusters.update", call => _views.Show(World.Clusters.DeletePool(Key(call), call["pool"])));
        Put(pool, "UpdateNodePoolRequest", "container.clusters.update", call => _views.Show(World.Clusters.UpdatePool(Key(call), call["pool"], call.Body)));
        Post($"{pool}:setSize", "SetNodePoolSizeRequest", "container.clusters.update", SetSize);
        Post($"{pool}:setAutoscaling", "SetNodePoolAutoscalingRequest", "container.clusters.update", call => SetPoolField(call, "autoscaling"));
        Post($"{pool}:setManagement", "SetNodePoolManagementRequest", "container.clusters.update", call => SetPoolField(call, "management"));
        Post($"{pool}:rollback", "RollbackNodePoolUpgradeRequest", "container.clusters.update", call => _views.Show(World.Clusters.Rollback(Key(call), call["pool"])));
        Post($"{pool}:completeUpgrade", "CompleteNodePoolUpgradeRequest", "container.clusters.update", CompleteUpgrade);
    }

    private void MapOperations(string place)
    {
        Get($"{place}/operations", "container.operations.list", ListOperations);
        Get($"{place}/operations/{{operation}}", "container.operations.get", GetOperation);
        Post($"{place}/operations/{{operation}}:cancel", "CancelOperationRequest", "container.operations.update", Cancel);
    }

    // Before custom verbs there were path segments.
    private void MapOlderVerbs(string zone)
    {
        var cluster = $"{zone}/clusters/{{cluster}}";
        Change(cluster, "/resourceLabels", "SetLabelsRequest", OperationTypes.SetLabels, "resourceLabels");
        Change(cluster, "/addons", "SetAddonsConfigRequest", OperationTypes.UpdateCluster, "addonsConfig");
        Change(cluster, "/logging", "SetLoggingServiceRequest", OperationTypes.UpdateCluster, "loggingService");
        Change(cluster, "/monitoring", "SetMonitoringServiceRequest", OperationTypes.UpdateCluster, "monitoringService");
        Post($"{cluster}/locations", "SetLocationsRequest", "container.clusters.update", SetLocations);
        Post($"{cluster}/master", "UpdateMasterRequest", "container.clusters.update", UpdateMaster);
        Post($"{cluster}/nodePools/{{pool}}/setSize", "SetNodePoolSizeRequest", "container.clusters.update", SetSize);
        Post($"{cluster}/nodePools/{{pool}}/autoscaling", "SetNodePoolAutoscalingRequest", "container.clusters.update", call => SetPoolField(call, "autoscaling"));
        Post($"{cluster}/nodePools/{{pool}}/setManagement", "SetNodePoolManagementRequest", "container.clusters.update", call => SetPoolField(call, "management"));
        Post($"{cluster}/nodePools/{{pool}}/update", "UpdateNodePoolRequest", "container.clusters.update", call => _views.Show(World.Clusters.UpdatePool(Key(call), call["pool"], call.Body)));
    }

    private void Change(string cluster, string verb, string message, string type, string field) =>
        Post(cluster + verb, message, "container.clusters.update", call => _views.Show(World.Clusters.Merge(Key(call), type, new JsonObject { [field] = call.Body[field]?.DeepClone() })));

    private static ClusterKey Key(ApiCall call) => new(call.Project.Id, call["location"], call["cluster"]);

    private JsonObject ListClusters(ApiCall call)
    {
        var location = call["location"];
        var (found, missing) = Reachable(World.Clusters.In(call.Project.Id), cluster => cluster.Key.Location, location);
        var answer = new JsonObject();
        if (found.Count > 0) answer["clusters"] = Json.Array(found.Select(_views.Show));
        return missing.Count > 0 ? answer.With("missingZones", Json.List(missing)) : answer;
    }

    private JsonObject ListOperations(ApiCall call)
    {
        var (found, missing) = Reachable(World.Clusters.Operations(call.Project.Id), operation => operation.Cluster.Location, call["location"]);
        var answer = new JsonObject();
        if (found.Count > 0) answer["operations"] = Json.Array(found.OrderBy(operation => operation.StartTime).Select(_views.Show));
        return missing.Count > 0 ? answer.With("missingZones", Json.List(missing)) : answer;
    }

    // What lies in a zone that does not answer is left out, and the answer says so.
    private (List<T> Found, List<string> Missing) Reachable<T>(IEnumerable<T> items, Func<T, string> locationOf, string location)
    {
        if (location != "-") PoolRules.CheckLocation(location);
        var unreachable = World.Clusters.UnreachableZones;
        var found = items.Where(item => (location == "-" || locationOf(item) == location) && !unreachable.Contains(locationOf(item))).ToList();
        return (found, [.. unreachable.Where(zone => location == "-" || zone == location).Order(StringComparer.Ordinal)]);
    }

    private JsonObject CreateCluster(ApiCall call)
    {
        var cluster = call.Body["cluster"] as JsonObject ?? throw GoogleException.InvalidArgument("Cluster must be set.");
        foreach (var pool in Documents.PoolsOf(cluster)) RequireActAs(call, pool);
        return _views.Show(World.Clusters.Create(call.Project, call["location"], cluster));
    }

    private JsonObject UpdateCluster(ApiCall call) =>
        _views.Show(World.Clusters.Update(Key(call), call.Body["update"] as JsonObject ?? throw GoogleException.InvalidArgument("Must specify a field to update.")));

    private JsonObject SetLocations(ApiCall call) =>
        _views.Show(World.Clusters.Update(Key(call), new JsonObject { ["desiredLocations"] = Json.List(call.Body.Texts("locations")) }));

    private JsonObject UpdateMaster(ApiCall call) =>
        _views.Show(World.Clusters.Update(Key(call), new JsonObject { ["desiredMasterVersion"] = call.Body.Text("masterVersion") ?? "-" }));

    private JsonObject ListPools(ApiCall call)
    {
        Clusters.RequireStandard(World.Clusters.Get(Key(call)));
        var pools = World.Clusters.PoolsOf(Key(call)).Select(_views.Show).ToList();
        return pools.Count == 0 ? [] : new JsonObject { ["nodePools"] = Json.Array(pools) };
    }

    private JsonObject CreatePool(ApiCall call)
    {
        var pool = call.Body["nodePool"] as JsonObject ?? throw GoogleException.InvalidArgument("Node pool must be set.");
        RequireActAs(call, pool);
        return _views.Show(World.Clusters.CreatePool(Key(call), pool));
    }

    private JsonObject SetSize(ApiCall call) => _views.Show(World.Clusters.SetSize(Key(call), call["pool"], (int)(call.Body.Number("nodeCount") ?? 0)));

    private JsonObject SetPoolField(ApiCall call, string field) =>
        _views.Show(World.Clusters.SetPoolField(Key(call), call["pool"], field, call.Body[field] as JsonObject ?? throw GoogleException.InvalidArgument($"Field \"{field}\" must be set.")));

    private JsonObject CompleteUpgrade(ApiCall call)
    {
        World.Clusters.CompleteUpgrade(Key(call), call["pool"]);
        return [];
    }

    private JsonObject GetOperation(ApiCall call) => _views.Show(World.Clusters.FindOperation(call.Project.Id, call["location"], call["operation"])
        ?? throw GoogleException.NotFound($"Not found: projects/{call.Project.Id}/{Links.Place(call["location"])}/operations/{call["operation"]}."));

    private JsonObject Cancel(ApiCall call)
    {
        World.Clusters.Cancel(call.Project.Id, call["location"], call["operation"]);
        return [];
    }

    // Who makes nodes that run as an account must be allowed to act as it.
    private void RequireActAs(ApiCall call, JsonObject pool)
    {
        var named = (pool["config"] as JsonObject)?.Text("serviceAccount");
        var email = named is null or "default" ? call.Project.DefaultComputeAccount : named;
        var account = World.ServiceAccounts.FindVisible(email);
        if (account is null && named is not (null or "default")) return;
        if (Holds(call, "iam.serviceAccounts.actAs", [account?.Name ?? call.Project.Resource, call.Project.Resource])) return;
        throw GoogleException.PermissionDenied($"The user does not have access to service account \"{named ?? "default"}\". Ask a project owner to grant you the iam.serviceAccountUser role on the service account.");
    }

    private JsonObject ServerConfig(ApiCall call)
    {
        PoolRules.CheckLocation(call["location"]);
        return new JsonObject
        {
            ["defaultClusterVersion"] = Versions.Default,
            ["defaultImageType"] = "COS_CONTAINERD",
            ["validImageTypes"] = new JsonArray("COS_CONTAINERD", "UBUNTU_CONTAINERD", "WINDOWS_LTSC_CONTAINERD"),
            ["validMasterVersions"] = Json.List(Versions.All),
            ["validNodeVersions"] = Json.List(Versions.All),
            ["channels"] = Json.Array(Versions.Channels.Select(channel => new JsonObject
            {
                ["channel"] = channel.Key, ["defaultVersion"] = channel.Value, ["validVersions"] = new JsonArray(channel.Value),
            })),
        };
    }
}
