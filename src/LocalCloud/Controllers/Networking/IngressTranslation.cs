using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Networking;

/// <summary>From the Services that an Ingress names to the backends of a load balancer.</summary>
internal static class IngressTranslation
{
    /// <exception cref="IngressProblem">Something the Ingress refers to is missing or does not fit.</exception>
    public static IReadOnlyList<IngressBackend> Read(ClusterView view, JsonObject ingress)
    {
        var references = new[] { Json.Map(ingress, "spec", "defaultBackend", "service") }
            .Concat(Json.Maps(ingress, "spec", "rules").SelectMany(rule => Json.Maps(rule, "http", "paths")).Select(path => Json.Map(path, "backend", "service")))
            .OfType<JsonObject>();
        return [.. references.Select(reference => One(view, ClusterView.Namespace(ingress), reference)).DistinctBy(backend => backend.Name)];
    }

    /// <summary>What GKE calls the cluster's uid: part of the names of everything it makes for an Ingress.</summary>
    public static string ClusterHash(ClusterView view) => Names.Hex($"ingress-uid/{view.Key}", 16);

    private static IngressBackend One(ClusterView view, string home, JsonObject reference)
    {
        var name = Json.Text(reference, "name") ?? "";
        var service = view.Get(Kinds.Service, home, name) ?? throw new IngressProblem("Translate", $"Translation failed: invalid ingress spec: could not find service \"{home}/{name}\"");
        var port = Json.Maps(service, "spec", "ports").FirstOrDefault(port => Is(port, Json.Map(reference, "port")))
            ?? throw new IngressProblem("Translate", $"Translation failed: invalid ingress spec: could not find port \"{Json.Text(reference, "port", "name") ?? Json.Number(reference, "port", "number")?.ToString()}\" in service \"{home}/{name}\"");
        var isNative = Flag(ClusterView.Annotation(service, "cloud.google.com/neg"), "ingress");
        if (!isNative && Json.Text(service, "spec", "type") is not ("NodePort" or "LoadBalancer"))
            throw new IngressProblem("Translate", $"Translation failed: invalid ingress spec: service \"{home}/{name}\" is type \"{Json.Text(service, "spec", "type")}\", expected \"NodePort\" or \"LoadBalancer\"");
        return new IngressBackend(NameOf(view, home, name, port, isNative), service, port, Config(view, home, service, port));
    }

    private static string NameOf(ClusterView view, string home, string service, JsonObject port, bool isNative) => isNative
        ? $"k8s1-{ClusterHash(view)[..8]}-{home}-{service}-{Json.Number(port, "port")}-{Names.Hex($"{view.Key}/{home}/{service}", 8)}"
        : $"k8s-be-{Json.Number(port, "nodePort")}--{ClusterHash(view)}";

    private static JsonObject? Config(ClusterView view, string home, JsonObject service, JsonObject port)
    {
        var annotation = Parse(ClusterView.Annotation(service, "cloud.google.com/backend-config") ?? ClusterView.Annotation(service, "beta.cloud.google.com/backend-config"));
        var ports = Json.Map(annotation, "ports");
        var name = Json.Text(ports, Json.Text(port, "name") ?? "") ?? Json.Text(ports, Json.Number(port, "port")?.ToString() ?? "") ?? Json.Text(annotation, "default");
        if (name is null) return null;
        return view.Get(Kinds.BackendConfig, home, name)
            ?? throw new IngressProblem("Translate", $"Translation failed: invalid ingress spec: error getting BackendConfig for port \"{Json.Text(port, "name")}\" on service \"{home}/{ClusterView.Name(service)}\", err: no BackendConfig for service port exists.");
    }

    private static bool Is(JsonObject port, JsonObject? wanted) =>
        Json.Text(wanted, "name") is { } name ? Json.Text(port, "name") == name : Json.Number(port, "port") == Json.Number(wanted, "number");

    private static bool Flag(string? annotation, string name) => Json.Flag(Parse(annotation), name) ?? false;

    private static JsonObject? Parse(string? annotation)
    {
        if (annotation is null) return null;
        try
        {
            return JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes(annotation));
        }
        catch (JsonException problem)
        {
            throw new IngressProblem("Translate", $"Translation failed: invalid ingress spec: annotation is not valid JSON: {problem.Message}");
        }
    }
}
