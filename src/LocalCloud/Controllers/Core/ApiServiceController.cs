using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Core;

/// <summary>Says whether the server behind an aggregated API can be reached.</summary>
internal sealed class ApiServiceController(ClusterView view) : IController
{
    public string Name => "available-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.ApiService),
        Watch.Mapped(Kinds.Service, service => Behind(ClusterView.Namespace(service), ClusterView.Name(service))),
        Watch.Mapped(Kinds.Endpoints, endpoints => Behind(ClusterView.Namespace(endpoints), ClusterView.Name(endpoints))),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } api) return default;
        var (isAvailable, reason, message) = Look(api);
        view.EditStatus(Name, api, status => Conditions.Set(status, "Available", isAvailable, reason, message, view.Stamp));
        return default;
    }

    private (bool, string, string) Look(JsonObject api)
    {
        if (Json.Map(api, "spec", "service") is not { } target) return (true, "Local", "Local APIServices are always available");
        var home = Json.Text(target, "namespace") ?? "";
        var name = Json.Text(target, "name") ?? "";
        if (view.Get(Kinds.Service, home, name) is null) return (false, "ServiceNotFound", $"service/{name} in \"{home}\" is not present");
        if (view.Get(Kinds.Endpoints, home, name) is not { } endpoints) return (false, "EndpointsNotFound", $"cannot find endpoints for service/{name} in \"{home}\"");
        return Json.Maps(endpoints, "subsets").Any(subset => Json.List(subset, "addresses") is { Count: > 0 })
            ? (true, "Passed", "all checks passed")
            : (false, "MissingEndpoints", $"endpoints for service/{name} in \"{home}\" have no addresses with port name \"https\"");
    }

    private IEnumerable<ObjectKey> Behind(string home, string name) => view.List(Kinds.ApiService)
        .Where(api => Json.Text(api, "spec", "service", "name") == name && Json.Text(api, "spec", "service", "namespace") == home)
        .Select(ClusterView.KeyOf);
}
