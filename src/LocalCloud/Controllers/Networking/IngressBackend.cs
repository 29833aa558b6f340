using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Networking;

/// <summary>A Service behind an Ingress, as the load balancer sees it.</summary>
/// <param name="Name">Name of the backend service: <c>k8s-be-{nodePort}--{cluster}</c>, or <c>k8s1-…</c> with container-native load balancing.</param>
/// <param name="Service">The Service.</param>
/// <param name="Port">Its port.</param>
/// <param name="Config">Its BackendConfig, or null.</param>
internal sealed record IngressBackend(string Name, JsonObject Service, JsonObject Port, JsonObject? Config)
{
    /// <summary>Secret with the OAuth client of IAP; null when Google's own client is used or IAP is off.</summary>
    public string? OAuthSecret => HasIap ? Json.Text(Config, "spec", "iap", "oauthclientCredentials", "secretName") : null;

    public bool HasIap => Json.Flag(Config, "spec", "iap", "enabled") ?? false;

    /// <summary>Fields of the backend service.</summary>
    /// <param name="client">Id of the OAuth client that its Secret names; null for Google's own.</param>
    public JsonObject Body(string? client)
    {
        var body = new JsonObject
        {
            ["description"] = $"{{\"kubernetes.io/service-name\":\"{ClusterView.Namespace(Service)}/{ClusterView.Name(Service)}\",\"kubernetes.io/service-port\":\"{Json.Text(Port, "name") ?? Json.Number(Port, "port")?.ToString()}\"}}",
            ["port"] = Json.Number(Port, "nodePort") ?? Json.Number(Port, "port"),
            ["portName"] = "port" + (Json.Number(Port, "nodePort") ?? Json.Number(Port, "port")),
            ["protocol"] = "HTTP",
            ["loadBalancingScheme"] = "EXTERNAL",
            ["timeoutSec"] = Json.Number(Config, "spec", "timeoutSec") ?? 30,
        };
        if (HasIap) body["iap"] = new JsonObject { ["enabled"] = true };
        if (HasIap && client is not null) body["iap"]!["oauth2ClientId"] = client;
        return body;
    }

    /// <summary>
    /// Whether the health check asks a port that the Service opens on the nodes, and a path that the Pods answer: with a
    /// wrong one the real load balancer calls every endpoint unhealthy, whatever the Pods say.
    /// </summary>
    public bool ChecksTheRightPlace(IReadOnlyList<JsonObject> pods)
    {
        if (Json.Map(Config, "spec", "healthCheck") is not { } check) return true;
        if (Json.Number(check, "port") is { } port && !Ports.Contains(port)) return false;
        var paths = Probes(pods).ToHashSet(StringComparer.Ordinal);
        return Json.Text(check, "requestPath") is not { } path || paths.Count == 0 || paths.Contains(path);
    }

    private IEnumerable<long> Ports => Json.Maps(Service, "spec", "ports")
        .SelectMany(port => new[] { Json.Number(port, "nodePort"), Json.Number(port, "targetPort") ?? Json.Number(port, "port") }).OfType<long>();

    private static IEnumerable<string> Probes(IReadOnlyList<JsonObject> pods) => pods
        .SelectMany(pod => Json.Maps(pod, "spec", "containers"))
        .Select(container => Json.Text(container, "readinessProbe", "httpGet", "path")).OfType<string>();
}
