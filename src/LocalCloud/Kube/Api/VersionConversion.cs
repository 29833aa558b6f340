using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>
/// Turns an object into another version of its kind. Custom resources have conversion strategy None: only the version's name
/// changes. Of the built-in kinds, autoscalers and events have versions that differ.
/// </summary>
internal static class VersionConversion
{
    public static void Convert(ResourceInfo resource, JsonObject document)
    {
        document["apiVersion"] = resource.GroupVersion;
        if (resource.Kind == "HorizontalPodAutoscaler") ConvertAutoscaler(resource, document);
        else if (resource is { Kind: "Event", Custom: null }) ConvertEvent(resource, document);
    }

    private static void ConvertAutoscaler(ResourceInfo resource, JsonObject document)
    {
        if (Json.Map(document, "spec") is not { } spec) return;
        if (resource.Version == "v1")
        {
            var cpu = Json.Maps(spec, "metrics").FirstOrDefault(metric => Json.Text(metric, "resource", "name") == "cpu");
            if (Json.Number(cpu, "resource", "target", "averageUtilization") is { } target) spec["targetCPUUtilizationPercentage"] = target;
            spec.Remove("metrics");
            spec.Remove("behavior");
        }
        else if (Json.Number(spec, "targetCPUUtilizationPercentage") is { } target)
        {
            spec.Remove("targetCPUUtilizationPercentage");
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = target } },
            });
        }
    }

    private static readonly (string Core, string Events)[] EventFields =
    [
        ("message", "note"), ("involvedObject", "regarding"), ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"), ("reportingComponent", "reportingController"),
    ];

    private static void ConvertEvent(ResourceInfo resource, JsonObject document)
    {
        foreach (var (core, events) in EventFields)
        {
            var (from, to) = resource.Group.Length == 0 ? (events, core) : (core, events);
            if (!document.TryGetPropertyValue(from, out var value)) continue;
            document.Remove(from);
            document[to] = value;
        }
    }
}
