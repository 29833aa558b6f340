using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Defaults of a Service, but for its addresses.</summary>
internal static class ServiceDefaults
{
    public static void Apply(JsonObject spec)
    {
        Json.Default(spec, "type", "ClusterIP");
        Json.Default(spec, "sessionAffinity", "None");
        if (Json.Text(spec, "sessionAffinity") == "ClientIP") Json.Default(Json.Ensure(Json.Ensure(spec, "sessionAffinityConfig"), "clientIP"), "timeoutSeconds", 10800L);
        foreach (var port in Json.Maps(spec, "ports"))
        {
            Json.Default(port, "protocol", "TCP");
            if (Json.At(port, "targetPort") is null && port["port"] is { } number) port["targetPort"] = number.DeepClone();
        }
        var type = Json.Text(spec, "type");
        if (type == "ExternalName") return;
        Json.Default(spec, "internalTrafficPolicy", "Cluster");
        Json.Default(spec, "ipFamilies", Json.ListOf(["IPv4"]));
        Json.Default(spec, "ipFamilyPolicy", "SingleStack");
        if (type is "NodePort" or "LoadBalancer") Json.Default(spec, "externalTrafficPolicy", "Cluster");
        if (type == "LoadBalancer") Json.Default(spec, "allocateLoadBalancerNodePorts", true);
    }
}
