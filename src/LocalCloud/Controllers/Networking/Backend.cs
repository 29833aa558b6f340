using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Networking;

/// <summary>A Pod behind a Service.</summary>
/// <param name="Pod">The Pod.</param>
/// <param name="Ip">Its address.</param>
/// <param name="IsReady">It gets requests.</param>
/// <param name="Ports">The Service's ports as the Pod knows them.</param>
internal sealed record Backend(JsonObject Pod, string Ip, bool IsReady, JsonArray Ports)
{
    public string Name => ClusterView.Name(Pod);

    /// <summary>Null when the Pod has no address (yet), is over, or on its way out.</summary>
    public static Backend? Of(JsonObject pod, JsonObject service, bool acceptsUnready)
    {
        if (Json.Text(pod, "status", "podIP") is not { Length: > 0 } ip) return null;
        if (Workloads.Pods.Phase(pod) is "Succeeded" or "Failed" || (ClusterView.IsBeingDeleted(pod) && !acceptsUnready)) return null;
        return new Backend(pod, ip, acceptsUnready || Workloads.Pods.IsReady(pod), PortsOf(pod, service));
    }

    public JsonObject Address() => new() { ["ip"] = Ip, ["nodeName"] = Json.Text(Pod, "spec", "nodeName"), ["targetRef"] = Reference() };

    public JsonObject Endpoint() => new()
    {
        ["addresses"] = new JsonArray(Ip),
        ["conditions"] = new JsonObject { ["ready"] = IsReady, ["serving"] = IsReady, ["terminating"] = ClusterView.IsBeingDeleted(Pod) },
        ["nodeName"] = Json.Text(Pod, "spec", "nodeName"),
        ["targetRef"] = Reference(),
    };

    private JsonObject Reference() => new() { ["kind"] = "Pod", ["name"] = Name, ["namespace"] = ClusterView.Namespace(Pod), ["uid"] = ClusterView.Uid(Pod) };

    private static JsonArray PortsOf(JsonObject pod, JsonObject service)
    {
        var ports = new JsonArray();
        foreach (var port in Json.Maps(service, "spec", "ports"))
        {
            if (Target(pod, port) is not { } number) continue;
            var made = new JsonObject { ["port"] = number, ["protocol"] = Json.Text(port, "protocol") ?? "TCP" };
            if (Json.Text(port, "name") is { Length: > 0 } name) made["name"] = name;
            if (Json.Text(port, "appProtocol") is { } protocol) made["appProtocol"] = protocol;
            ports.Add((JsonNode)made);
        }

        return ports;
    }

    /// <summary>A target port may be a name, which each Pod may mean differently.</summary>
    private static long? Target(JsonObject pod, JsonObject port)
    {
        if (Json.Number(port, "targetPort") is { } number) return number;
        if (Json.Text(port, "targetPort") is not { } name) return Json.Number(port, "port");
        return Json.Maps(pod, "spec", "containers").SelectMany(container => Json.Maps(container, "ports"))
            .Where(item => Json.Text(item, "name") == name).Select(item => Json.Number(item, "containerPort")).FirstOrDefault();
    }
}
