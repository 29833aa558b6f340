using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>From the fields of ContainerCluster and ContainerNodePool to those of the GKE API.</summary>
internal static class ClusterRequest
{
    /// <summary>Fields with the same name and meaning on both sides.</summary>
    private static readonly string[] Same =
    [
        "addonsConfig", "description", "initialNodeCount", "loggingService", "monitoringService", "loggingConfig", "monitoringConfig", "releaseChannel",
        "privateClusterConfig", "masterAuthorizedNetworksConfig", "ipAllocationPolicy", "networkPolicy", "binaryAuthorization", "maintenancePolicy",
    ];

    public static JsonObject Cluster(ResourceRequest request)
    {
        var spec = request.Map() ?? [];
        var body = new JsonObject { ["name"] = request.Id };
        foreach (var field in Same)
        {
            if (spec[field] is { } value) body[field] = value.DeepClone();
        }

        if (Json.Map(request.Document, "metadata", "labels") is { } labels) body["resourceLabels"] = labels.DeepClone();
        if (Json.List(spec, "nodeLocations") is { } zones) body["locations"] = zones.DeepClone();
        if (Json.Text(spec, "minMasterVersion") is { } version) body["initialClusterVersion"] = version;
        if (Json.Map(spec, "nodeConfig") is { } config) body["nodeConfig"] = NodeConfig(request, config);
        if (Json.Flag(spec, "enableAutopilot") is true) body["autopilot"] = new JsonObject { ["enabled"] = true };
        if (WorkloadPool(spec) is { } pool) body["workloadIdentityConfig"] = new JsonObject { ["workloadPool"] = pool };
        if (Json.Map(spec, "clusterAutoscaling") is { } scaling) body["autoscaling"] = Autoscaling(request, scaling);
        Name(body, "network", request.Resolve(Json.Map(spec, "networkRef"), new GroupKind("compute" + ConnectorKind.GroupSuffix, "ComputeNetwork"), Connector.ResourceId));
        Name(body, "subnetwork", request.Resolve(Json.Map(spec, "subnetworkRef"), new GroupKind("compute" + ConnectorKind.GroupSuffix, "ComputeSubnetwork"), Connector.ResourceId));
        return body;
    }

    public static JsonObject Pool(ResourceRequest request)
    {
        var spec = request.Map() ?? [];
        var body = new JsonObject { ["name"] = request.Id };
        foreach (var field in (ReadOnlySpan<string>)["management", "upgradeSettings", "version"])
        {
            if (spec[field] is { } value) body[field] = value.DeepClone();
        }

        if ((Json.Number(spec, "nodeCount") ?? Json.Number(spec, "initialNodeCount")) is { } count) body["initialNodeCount"] = count;
        if (Json.List(spec, "nodeLocations") is { } zones) body["locations"] = zones.DeepClone();
        if (Json.Map(spec, "nodeConfig") is { } config) body["config"] = NodeConfig(request, config);
        if (Json.Map(spec, "autoscaling") is { } scaling)
        {
            var wanted = (JsonObject)scaling.DeepClone();
            wanted["enabled"] = true;
            body["autoscaling"] = wanted;
        }

        return body;
    }

    private static JsonObject NodeConfig(ResourceRequest request, JsonObject config)
    {
        var body = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["machineType", "diskSizeGb", "diskType", "imageType", "labels", "metadata", "minCpuPlatform", "oauthScopes", "preemptible", "spot", "tags", "shieldedInstanceConfig"])
        {
            if (config[field] is { } value) body[field] = value.DeepClone();
        }

        Name(body, "serviceAccount", request.Account(Json.Map(config, "serviceAccountRef")));
        if (Mode(Json.Map(config, "workloadMetadataConfig")) is { } mode) body["workloadMetadataConfig"] = new JsonObject { ["mode"] = mode };
        if (Json.Maps(config, "taint").ToList() is { Count: > 0 } taints) body["taints"] = new JsonArray([.. taints.Select(taint => taint.DeepClone())]);
        if (Json.Maps(config, "guestAccelerator").ToList() is { Count: > 0 } accelerators)
            body["accelerators"] = new JsonArray([.. accelerators.Select(one => (JsonNode)new JsonObject { ["acceleratorType"] = Json.Text(one, "type"), ["acceleratorCount"] = (Json.Number(one, "count") ?? 1).ToString() })]);
        return body;
    }

    /// <summary>The old name of the mode still type-checks.</summary>
    private static string? Mode(JsonObject? config) => Json.Text(config, "mode") ?? Json.Text(config, "nodeMetadata") switch
    {
        "GKE_METADATA_SERVER" => "GKE_METADATA",
        "EXPOSE" or "SECURE" => "GCE_METADATA",
        _ => null,
    };

    private static string? WorkloadPool(JsonObject spec) => Json.Text(spec, "workloadIdentityConfig", "workloadPool") ?? Json.Text(spec, "workloadIdentityConfig", "identityNamespace");

    private static JsonObject Autoscaling(ResourceRequest request, JsonObject scaling)
    {
        var body = new JsonObject { ["enableNodeAutoprovisioning"] = Json.Flag(scaling, "enabled") ?? false };
        body["resourceLimits"] = new JsonArray([.. Json.Maps(scaling, "resourceLimits").Select(limit => (JsonNode)new JsonObject
        {
            ["resourceType"] = Json.Text(limit, "resourceType"),
            ["minimum"] = (Json.Number(limit, "minimum") ?? 0).ToString(),
            ["maximum"] = (Json.Number(limit, "maximum") ?? 0).ToString(),
        })]);
        if (Json.Map(scaling, "autoProvisioningDefaults") is { } defaults)
        {
            var wanted = new JsonObject();
            if (defaults["oauthScopes"] is { } scopes) wanted["oauthScopes"] = scopes.DeepClone();
            Name(wanted, "serviceAccount", request.Account(Json.Map(defaults, "serviceAccountRef")));
            body["autoprovisioningNodePoolDefaults"] = wanted;
        }

        return body;
    }

    private static void Name(JsonObject body, string field, string? value)
    {
        if (value is not null) body[field] = value;
    }
}
