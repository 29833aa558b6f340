using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Quality of service of a Pod, from its containers' resources.</summary>
internal static class QosClass
{
    public static string Of(JsonObject? spec)
    {
        var containers = Json.Maps(spec, "containers").Concat(Json.Maps(spec, "initContainers")).ToList();
        if (!containers.Any(container => Has(container, "requests") || Has(container, "limits"))) return "BestEffort";
        return containers.TrueForAll(IsGuaranteed) ? "Guaranteed" : "Burstable";
    }

    private static bool Has(JsonObject container, string what) => Json.Map(container, "resources", what) is { Count: > 0 };

    private static bool IsGuaranteed(JsonObject container)
    {
        var limits = Json.Map(container, "resources", "limits");
        var requests = Json.Map(container, "resources", "requests");
        return limits is not null && limits.ContainsKey("cpu") && limits.ContainsKey("memory")
            && (requests is null || requests.All(pair => Json.Same(pair.Value, limits[pair.Key])));
    }
}
