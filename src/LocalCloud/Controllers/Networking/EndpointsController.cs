using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Networking;

/// <summary>Says which Pods are behind a Service: as Endpoints for older clients, as an EndpointSlice for newer ones.</summary>
internal sealed class EndpointsController(ClusterView view) : IController
{
    private readonly Dictionary<ObjectKey, HashSet<ObjectKey>> _servicesOf = [];

    public string Name => "endpoint-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Service),
        new Watch(Kinds.Pod, ServicesOf),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        var service = view.Get(key);
        var selector = Json.TextMap(service, "spec", "selector");
        if (service is null || ClusterView.IsBeingDeleted(service) || selector.Count == 0 || Json.Text(service, "spec", "type") == "ExternalName")
        {
            if (service is null) view.Delete(key with { Kind = Kinds.Endpoints });
            return default;
        }

        var acceptsUnready = Json.Flag(service, "spec", "publishNotReadyAddresses") ?? false;
        var backends = view.Select(Kinds.Pod, key.Namespace, selector).Select(pod => Backend.Of(pod, service, acceptsUnready)).OfType<Backend>().OrderBy(backend => backend.Name, StringComparer.Ordinal).ToList();
        foreach (var backend in backends) Remember(new ObjectKey(Kinds.Pod, key.Namespace, backend.Name), key);
        WriteEndpoints(key, service, backends);
        WriteSlice(key, service, backends);
        return default;
    }

    private void WriteEndpoints(ObjectKey key, JsonObject service, List<Backend> backends)
    {
        var subsets = new JsonArray([.. backends.GroupBy(backend => Json.ToText(backend.Ports)).Select(group => (JsonNode)Subset([.. group]))]);
        var live = view.Get(key with { Kind = Kinds.Endpoints });
        if (live is not null && Json.Same(live["subsets"] ?? new JsonArray(), subsets)) return;
        if (live is not null)
        {
            view.Edit(Name, live, copy => Put(copy, "subsets", subsets));
            return;
        }

        var made = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Endpoints", ["metadata"] = Metadata(key.Namespace, key.Name, Labels(service)) };
        Put(made, "subsets", subsets);
        view.Create(Name, made);
    }

    private void WriteSlice(ObjectKey key, JsonObject service, List<Backend> backends)
    {
        var name = $"{key.Name}-{Names.Suffix(key.Name)}";
        var endpoints = new JsonArray([.. backends.Select(backend => (JsonNode)backend.Endpoint())]);
        var ports = backends.FirstOrDefault()?.Ports.DeepClone() ?? new JsonArray();
        if (view.Get(Kinds.EndpointSlice, key.Namespace, name) is { } live)
        {
            view.Edit(Name, live, copy =>
            {
                copy["endpoints"] = endpoints;
                copy["ports"] = ports;
            });
            return;
        }

        var labels = Labels(service);
        labels["kubernetes.io/service-name"] = key.Name;
        labels["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io";
        var metadata = Metadata(key.Namespace, name, labels);
        metadata["ownerReferences"] = new JsonArray(Owner.Reference(service));
        view.Create("endpoint-slice-controller", new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = metadata,
            ["addressType"] = "IPv4",
            ["endpoints"] = endpoints,
            ["ports"] = ports,
        });
    }

    private static JsonObject Subset(List<Backend> backends)
    {
        var subset = new JsonObject();
        Put(subset, "addresses", new JsonArray([.. backends.Where(backend => backend.IsReady).Select(backend => (JsonNode)backend.Address())]));
        Put(subset, "notReadyAddresses", new JsonArray([.. backends.Where(backend => !backend.IsReady).Select(backend => (JsonNode)backend.Address())]));
        Put(subset, "ports", (JsonArray)backends[0].Ports.DeepClone());
        return subset;
    }

    private static void Put(JsonObject map, string name, JsonArray list)
    {
        if (list.Count == 0) map.Remove(name);
        else map[name] = list;
    }

    private static JsonObject Labels(JsonObject service) => Json.Map(service, "metadata", "labels")?.DeepClone() as JsonObject ?? [];

    private static JsonObject Metadata(string inNamespace, string name, JsonObject labels) => new() { ["name"] = name, ["namespace"] = inNamespace, ["labels"] = labels };

    /// <summary>The Services that choose the Pod now, and those that chose it before its labels changed.</summary>
    private IEnumerable<ObjectKey> ServicesOf(ObjectChange change)
    {
        var labels = Selectors.LabelsOf(change.Document);
        var now = view.List(Kinds.Service, change.Key.Namespace)
            .Where(service => Json.TextMap(service, "spec", "selector") is { Count: > 0 } selector && Selectors.Contains(selector, labels))
            .Select(ClusterView.KeyOf).ToList();
        var before = _servicesOf.GetValueOrDefault(change.Key) ?? [];
        if (change.IsGone) _servicesOf.Remove(change.Key);
        return now.Union(before).ToList();
    }

    private void Remember(ObjectKey pod, ObjectKey service)
    {
        if (!_servicesOf.TryGetValue(pod, out var services)) _servicesOf[pod] = services = [];
        services.Add(service);
    }
}
