using System.Text.Json.Nodes;
using LocalCloud.Google.Compute;
using LocalCloud.Google.Store;

namespace LocalCloud.Scenarios;

/// <summary>Reads a cluster of a scenario into the create request it could have come from.</summary>
internal static class ClusterReader
{
    public static ClusterScenario Read(YamlMap map, string project, string folder)
    {
        var location = map.Required("location");
        if (location.Length > 0 && !Geography.IsZone(location) && !Geography.IsRegion(location)) map.Problem("location", $"'{location}' is neither a zone nor a region.");
        var request = new JsonObject { ["name"] = map.Required("name") };
        request.With("initialClusterVersion", map.Text("version"));
        if (map.Flag("workloadIdentity") != false) request["workloadIdentityConfig"] = new JsonObject { ["workloadPool"] = $"{project}.svc.id.goog" };
        if (map.Flag("configConnector") == true) request["addonsConfig"] = new JsonObject { ["configConnectorConfig"] = new JsonObject { ["enabled"] = true } };
        if (map.Text("channel") is { } channel) request["releaseChannel"] = new JsonObject { ["channel"] = channel };
        if (map.Texts("zones") is { Count: > 0 } zones) request["locations"] = Json.List(zones);
        if (Privacy(map) is { } privacy) request["privateClusterConfig"] = privacy;
        if (map.Pairs("labels") is { Count: > 0 } labels) request["resourceLabels"] = Texts(labels);

        var pools = map.Maps("nodePools");
        if (map.Flag("autopilot") == true)
        {
            if (pools.Count > 0) map.Problem("nodePools", "An Autopilot cluster has no node pools of its own.");
            request["autopilot"] = new JsonObject { ["enabled"] = true };
        }
        else
        {
            request["nodePools"] = pools.Count > 0 ? Json.Array(pools.Select(Pool)) : new JsonArray(new JsonObject { ["name"] = "default-pool", ["initialNodeCount"] = 3 });
        }

        if (map.Json("api") is JsonObject fields) request.Merge(fields);
        return new ClusterScenario(location, request, Objects(map, folder));
    }

    /// <summary>Manifests: paths of files, or YAML written in place.</summary>
    public static IReadOnlyList<string> Objects(YamlMap map, string folder)
    {
        var texts = new List<string>();
        foreach (var entry in map.Texts("objects"))
        {
            if (entry.Contains('\n'))
            {
                texts.Add(entry);
                continue;
            }

            var path = Path.Combine(folder, entry);
            if (File.Exists(path)) texts.Add(File.ReadAllText(path));
            else map.Problem("objects", $"'{entry}' is neither a file nor YAML in place (several lines).");
        }

        return texts;
    }

    private static JsonObject? Privacy(YamlMap map)
    {
        var text = map.Text("private");
        if (text is not (null or "nodes" or "endpoint")) map.Problem("private", $"'private' must be nodes or endpoint, not '{text}'.");
        return text switch
        {
            "nodes" => new JsonObject { ["enablePrivateNodes"] = true },
            "endpoint" => new JsonObject { ["enablePrivateNodes"] = true, ["enablePrivateEndpoint"] = true },
            _ => null,
        };
    }

    private static JsonObject Pool(YamlMap map)
    {
        var config = new JsonObject();
        if (map.Text("machineType") is { } machine)
        {
            if (MachineTypes.Find(machine) is null) map.Problem("machineType", $"'{machine}' is no machine type.");
            config["machineType"] = machine;
        }

        config.With("serviceAccount", map.Text("serviceAccount")).With("diskSizeGb", map.Number("diskSizeGb")).With("spot", map.Flag("spot")).With("diskType", map.Text("diskType"));
        if (map.Has("scopes")) config["oauthScopes"] = Json.List(map.Texts("scopes").Select(scope => scope.Contains('/') ? scope : $"https://www.googleapis.com/auth/{scope}"));
        if (map.Pairs("labels") is { Count: > 0 } labels) config["labels"] = Texts(labels);
        if (map.Texts("taints") is { Count: > 0 } taints) config["taints"] = Json.Array(taints.Select(taint => Taint(map, taint)));
        if (map.Maps("accelerators") is { Count: > 0 } cards)
            config["accelerators"] = Json.Array(cards.Select(card => new JsonObject { ["acceleratorType"] = card.Required("type"), ["acceleratorCount"] = (card.Number("count") ?? 1).ToString() }));

        var pool = new JsonObject { ["name"] = map.Required("name"), ["initialNodeCount"] = map.Number("nodes") ?? 3, ["config"] = config };
        if (map.Texts("zones") is { Count: > 0 } zones) pool["locations"] = Json.List(zones);
        if (map.Map("autoscaling") is { } scaling)
            pool["autoscaling"] = new JsonObject { ["enabled"] = true, ["minNodeCount"] = scaling.Number("min") ?? 0, ["maxNodeCount"] = scaling.Number("max") ?? 1 };
        return pool;
    }

    // key=value:NoSchedule
    private static JsonObject Taint(YamlMap map, string text)
    {
        var (colon, equals) = (text.LastIndexOf(':'), text.IndexOf('='));
        var effect = colon < 0 ? null : text[(colon + 1)..] switch { "NoSchedule" => "NO_SCHEDULE", "NoExecute" => "NO_EXECUTE", "PreferNoSchedule" => "PREFER_NO_SCHEDULE", _ => null };
        if (effect is null || equals < 0 || equals > colon)
        {
            map.Problem("taints", $"'{text}' is no taint: write key=value:NoSchedule.");
            return [];
        }

        return new JsonObject { ["key"] = text[..equals], ["value"] = text[(equals + 1)..colon], ["effect"] = effect };
    }

    private static JsonObject Texts(IReadOnlyDictionary<string, string> pairs) => new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}
