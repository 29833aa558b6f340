using System.Text.Json.Nodes;
using LocalCloud.Google.Compute;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>Fills what a request leaves open, as the real service does.</summary>
internal static class Documents
{
    private static readonly string[] DefaultScopes = [.. new[]
    {
        "devstorage.read_only", "logging.write", "monitoring", "service.management.readonly", "servicecontrol", "trace.append",
    }.Select(scope => $"https://www.googleapis.com/auth/{scope}")];

    /// <summary>A cluster from a request; its node pools are kept apart.</summary>
    public static JsonObject Cluster(JsonObject request, ClusterKey key, Project project, string version, DateTimeOffset now)
    {
        var region = Geography.RegionOf(key.Location);
        var network = Last(request.Text("network"));
        var subnetwork = Last(request.Text("subnetwork"));
        var body = new JsonObject
        {
            ["addonsConfig"] = new JsonObject
            {
                ["gcePersistentDiskCsiDriverConfig"] = new JsonObject { ["enabled"] = true },
                ["kubernetesDashboard"] = new JsonObject { ["disabled"] = true },
                ["networkPolicyConfig"] = new JsonObject { ["disabled"] = true },
            },
            ["autopilot"] = new JsonObject(),
            ["autoscaling"] = new JsonObject { ["autoscalingProfile"] = "BALANCED" },
            ["binaryAuthorization"] = new JsonObject(),
            ["clusterIpv4Cidr"] = "10.112.0.0/14",
            ["controlPlaneEndpointsConfig"] = new JsonObject
            {
                ["dnsEndpointConfig"] = new JsonObject
                {
                    ["allowExternalTraffic"] = false,
                    ["endpoint"] = $"gke-{Ids.Derived(key.ToString(), 24)}-{project.Number}.{key.Location}.gke.goog",
                },
                ["ipEndpointsConfig"] = new JsonObject
                {
                    ["authorizedNetworksConfig"] = new JsonObject { ["gcpPublicCidrsAccessEnabled"] = true }, ["enabled"] = true, ["enablePublicEndpoint"] = true,
                },
            },
            ["createTime"] = Ids.Seconds(now).Replace("Z", "+00:00", StringComparison.Ordinal),
            ["currentMasterVersion"] = version,
            ["currentNodeVersion"] = version,
            ["databaseEncryption"] = new JsonObject { ["currentState"] = "CURRENT_STATE_DECRYPTED", ["state"] = "DECRYPTED" },
            ["defaultMaxPodsConstraint"] = new JsonObject { ["maxPodsPerNode"] = "110" },
            ["enterpriseConfig"] = new JsonObject { ["clusterTier"] = "STANDARD" },
            ["etag"] = Ids.Etag(),
            ["id"] = Ids.Hex(64),
            ["initialClusterVersion"] = version,
            ["ipAllocationPolicy"] = new JsonObject
            {
                ["clusterIpv4Cidr"] = "10.112.0.0/14", ["clusterIpv4CidrBlock"] = "10.112.0.0/14", ["servicesIpv4Cidr"] = "34.118.224.0/20",
                ["servicesIpv4CidrBlock"] = "34.118.224.0/20", ["stackType"] = "IPV4", ["useIpAliases"] = true,
            },
            ["labelFingerprint"] = Ids.Hex(8),
            ["legacyAbac"] = new JsonObject(),
            ["loggingConfig"] = new JsonObject { ["componentConfig"] = new JsonObject { ["enableComponents"] = new JsonArray("SYSTEM_COMPONENTS", "WORKLOADS") } },
            ["loggingService"] = "logging.googleapis.com/kubernetes",
            ["maintenancePolicy"] = new JsonObject { ["resourceVersion"] = Ids.Hex(8) },
            ["masterAuthorizedNetworksConfig"] = new JsonObject { ["gcpPublicCidrsAccessEnabled"] = true },
            ["monitoringConfig"] = new JsonObject
            {
                ["componentConfig"] = new JsonObject { ["enableComponents"] = new JsonArray("SYSTEM_COMPONENTS", "STORAGE", "HPA", "POD", "DAEMONSET", "DEPLOYMENT", "STATEFULSET") },
                ["managedPrometheusConfig"] = new JsonObject { ["enabled"] = true },
            },
            ["monitoringService"] = "monitoring.googleapis.com/kubernetes",
            ["networkConfig"] = new JsonObject { ["network"] = $"projects/{project.Id}/global/networks/{network}", ["subnetwork"] = $"projects/{project.Id}/regions/{region}/subnetworks/{subnetwork}" },
            ["releaseChannel"] = new JsonObject { ["channel"] = "REGULAR" },
            ["securityPostureConfig"] = new JsonObject { ["mode"] = "BASIC", ["vulnerabilityMode"] = "VULNERABILITY_MODE_UNSPECIFIED" },
            ["servicesIpv4Cidr"] = "34.118.224.0/20",
            ["shieldedNodes"] = new JsonObject { ["enabled"] = true },
        };
        var wanted = request.Copy();
        foreach (var apart in (string[])["nodePools", "nodeConfig", "initialNodeCount", "status", "endpoint", "masterAuth"]) wanted.Remove(apart);
        body.Merge(wanted);
        TwinFields.Align(body, wanted);
        body["name"] = key.Name;
        body["network"] = network;
        body["subnetwork"] = subnetwork;
        body["location"] = key.Location;
        body["zone"] = key.Location;
        body["locations"] = Json.List(request.Texts("locations") is { Count: > 0 } zones ? zones : Geography.NodeZones(key.Location));
        body["selfLink"] = $"https://container.googleapis.com/v1/{Links.Cluster(key)}";
        if (IsAutopilot(request)) MakeAutopilot(body, project);
        return body;
    }

    /// <summary>A node pool from a request.</summary>
    public static JsonObject NodePool(JsonObject request, Cluster cluster, string version)
    {
        var body = new JsonObject
        {
            ["config"] = new JsonObject
            {
                ["diskSizeGb"] = 100,
                ["diskType"] = "pd-balanced",
                ["effectiveCgroupMode"] = "EFFECTIVE_CGROUP_MODE_V2",
                ["imageType"] = "COS_CONTAINERD",
                ["machineType"] = MachineTypes.Default,
                ["metadata"] = new JsonObject { ["disable-legacy-endpoints"] = "true" },
                ["resourceLabels"] = new JsonObject { ["goog-gke-node-pool-provisioning-model"] = "on-demand" },
                ["serviceAccount"] = "default",
                ["shieldedInstanceConfig"] = new JsonObject { ["enableIntegrityMonitoring"] = true },
                ["windowsNodeConfig"] = new JsonObject(),
            },
            ["etag"] = Ids.Etag(),
            ["initialNodeCount"] = 0,
            ["management"] = new JsonObject { ["autoRepair"] = true, ["autoUpgrade"] = true },
            ["maxPodsConstraint"] = new JsonObject { ["maxPodsPerNode"] = "110" },
            ["podIpv4CidrSize"] = 24,
            ["upgradeSettings"] = new JsonObject { ["maxSurge"] = 1, ["strategy"] = "SURGE" },
        };
        body.Merge(request);
        var config = (JsonObject)body["config"]!;
        if (request["config"] is not JsonObject asked || !asked.ContainsKey("oauthScopes")) config["oauthScopes"] = Json.List(DefaultScopes);
        if (cluster.WorkloadPool is not null && !config.ContainsKey("workloadMetadataConfig")) config["workloadMetadataConfig"] = new JsonObject { ["mode"] = "GKE_METADATA" };
        if (config["accelerators"] is JsonArray { Count: > 0 }) AddGpuTaint(config);
        body["locations"] = Json.List(request.Texts("locations") is { Count: > 0 } zones ? zones : cluster.Zones);
        body["version"] = version;
        body["networkConfig"] = NetworkOf(cluster, request);
        if (request["autoscaling"] is JsonObject scaling && !scaling.Flag("enabled")) body.Remove("autoscaling");
        body["selfLink"] = $"https://container.googleapis.com/v1/{Links.Cluster(cluster.Key)}/nodePools/{request.Text("name")}";
        return body;
    }

    /// <summary>The pools a cluster request asks for: those it names, or the default one made of the older fields.</summary>
    public static IReadOnlyList<JsonObject> PoolsOf(JsonObject request)
    {
        if (IsAutopilot(request)) return [new JsonObject { ["name"] = "default-pool", ["initialNodeCount"] = 1, ["config"] = new JsonObject { ["machineType"] = "e2-standard-4" } }];
        if (request["nodePools"] is JsonArray { Count: > 0 } pools) return [.. pools.OfType<JsonObject>()];
        var single = new JsonObject { ["name"] = "default-pool", ["initialNodeCount"] = request["initialNodeCount"]?.DeepClone() };
        return [single.With("config", request["nodeConfig"]?.DeepClone())];
    }

    public static bool IsAutopilot(JsonObject request) => request["autopilot"] is JsonObject autopilot && autopilot.Flag("enabled");

    private static JsonObject NetworkOf(Cluster cluster, JsonObject request)
    {
        var network = new JsonObject
        {
            ["podIpv4CidrBlock"] = "10.112.0.0/14", ["podIpv4RangeUtilization"] = 0.001,
            ["podRange"] = $"gke-{cluster.Key.Name}-pods-{Ids.Derived(cluster.Key.ToString(), 8)}",
        };
        if (cluster.HasPrivateNodes) network["enablePrivateNodes"] = true;
        if (request["networkConfig"] is JsonObject wanted) network.Merge(wanted);
        return network;
    }

    // "projects/P/global/networks/N" and "N" are the same network.
    private static string Last(string? name) => string.IsNullOrEmpty(name) ? "default" : name[(name.LastIndexOf('/') + 1)..];

    private static void MakeAutopilot(JsonObject body, Project project)
    {
        body["workloadIdentityConfig"] = new JsonObject { ["workloadPool"] = $"{project.Id}.svc.id.goog" };
        body["verticalPodAutoscaling"] = new JsonObject { ["enabled"] = true };
        body["autoscaling"] = new JsonObject
        {
            ["autoprovisioningNodePoolDefaults"] = new JsonObject { ["imageType"] = "COS_CONTAINERD", ["oauthScopes"] = Json.List(DefaultScopes), ["serviceAccount"] = "default" },
            ["autoscalingProfile"] = "OPTIMIZE_UTILIZATION",
            ["enableNodeAutoprovisioning"] = true,
        };
    }

    private static void AddGpuTaint(JsonObject config)
    {
        var taints = config["taints"] as JsonArray ?? [];
        if (taints.OfType<JsonObject>().Any(taint => taint.Text("key") == "nvidia.com/gpu")) return;
        config["taints"] = new JsonArray([.. taints.Select(taint => taint!.DeepClone()), new JsonObject { ["effect"] = "NO_SCHEDULE", ["key"] = "nvidia.com/gpu", ["value"] = "present" }]);
    }
}
