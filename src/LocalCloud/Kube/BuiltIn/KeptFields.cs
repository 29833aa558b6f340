using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Values that the server once gave out stay when an update leaves them open.</summary>
internal static class KeptFields
{
    public static void Restore(ResourceInfo resource, JsonObject document, JsonObject before)
    {
        switch (resource.GroupResource)
        {
            case "services":
                RestoreService(document, before);
                break;
            case "namespaces" when Json.List(before, "spec", "finalizers") is { } finalizers && Json.List(document, "spec", "finalizers") is null:
                Json.Ensure(document, "spec")["finalizers"] = finalizers.DeepClone();
                break;
            case "serviceaccounts" when Json.List(before, "secrets") is { } secrets && !document.ContainsKey("secrets"):
                document["secrets"] = secrets.DeepClone();
                break;
        }
    }

    private static void RestoreService(JsonObject document, JsonObject before)
    {
        var spec = Json.Ensure(document, "spec");
        var old = Json.Map(before, "spec") ?? [];
        if (Json.Text(spec, "type") == "ExternalName" || Json.Text(old, "type") == "ExternalName") return;
        if (Json.Text(spec, "clusterIP") is not { Length: > 0 } && Json.List(spec, "clusterIPs") is not { Count: > 0 })
        {
            foreach (var name in new[] { "clusterIP", "clusterIPs" })
                if (old[name] is { } value) spec[name] = value.DeepClone();
        }
        if (!spec.ContainsKey("healthCheckNodePort") && old["healthCheckNodePort"] is { } check) spec["healthCheckNodePort"] = check.DeepClone();
        if (Json.Text(spec, "type") is not ("NodePort" or "LoadBalancer")) return;
        var ports = Json.Maps(old, "ports").ToDictionary(PortKey, port => Json.Number(port, "nodePort"), StringComparer.Ordinal);
        foreach (var port in Json.Maps(spec, "ports"))
            if (Json.Number(port, "nodePort") is null or 0 && ports.GetValueOrDefault(PortKey(port)) is { } given) port["nodePort"] = given;
    }

    private static string PortKey(JsonObject port) => $"{Json.Number(port, "port")}/{Json.Text(port, "protocol") ?? "TCP"}";
}
