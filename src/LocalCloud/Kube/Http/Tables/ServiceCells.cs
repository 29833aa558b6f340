using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>Cells of Services.</summary>
internal static class ServiceCells
{
    public static string ExternalIp(JsonObject service)
    {
        var type = Json.Text(service, "spec", "type");
        if (type == "ExternalName") return Json.Text(service, "spec", "externalName") ?? "";
        var given = Json.Maps(service, "status", "loadBalancer", "ingress").Select(one => Json.Text(one, "ip") ?? Json.Text(one, "hostname") ?? "")
            .Concat(Json.Texts(service, "spec", "externalIPs"));
        return BuiltInColumns.Some(given, type == "LoadBalancer" ? "<pending>" : "<none>");
    }

    public static string Ports(JsonObject service) => BuiltInColumns.Some(
        Json.Maps(service, "spec", "ports").Select(port =>
            Json.Number(port, "nodePort") is > 0 and var node ? $"{Json.Number(port, "port")}:{node}/{Json.Text(port, "protocol")}" : $"{Json.Number(port, "port")}/{Json.Text(port, "protocol")}"),
        "<none>");
}
