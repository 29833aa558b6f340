using System.Text.Json;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Iap;

/// <summary>Finds the backend services that an ingress controller has made for a Service.</summary>
/// <param name="Namespace">Namespace of the Service; null: any.</param>
/// <param name="Service">Its name.</param>
public sealed record BackendOf(string? Namespace, string Service)
{
    /// <summary>Port of the Service by name and by number; empty: any.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>Node port of that port; null where the load balancer goes to the Pods directly.</summary>
    public long? NodePort { get; init; }

    /// <summary>The names that the Ingress itself says; empty where nobody has asked it.</summary>
    public IReadOnlyCollection<string> Named { get; init; } = [];

    /// <summary>The backend services that fit. Names are chosen by controllers and differ between their versions, so what the description says counts first.</summary>
    public IReadOnlyList<BackendService> In(IEnumerable<BackendService> all)
    {
        var possible = all.Where(b => Named.Count == 0 || b.Name is { } name && Named.Contains(name)).ToList();
        var told = possible.Where(IsTold).ToList();
        return told.Count > 0 ? told : [.. possible.Where(IsNamed)];
    }

    private bool IsTold(BackendService backend)
    {
        if (Said(backend.Description) is not { } said || said.Text("kubernetes.io/service-name") is not { } name) return false;
        var port = said.Text("kubernetes.io/service-port");
        return (name == $"{Namespace}/{Service}" || Namespace is null && name.EndsWith($"/{Service}", StringComparison.Ordinal)) && (Ports.Count == 0 || port is null || Ports.Contains(port));
    }

    // k8s-be-31380--0123456789abcdef; k8s1-01234567-istio-system-istio-ingressgateway-80-01234567
    private bool IsNamed(BackendService backend) =>
        Said(backend.Description)?.Text("kubernetes.io/service-name") is null
        && (NodePort is { } port && backend.Name?.StartsWith($"k8s-be-{port}--", StringComparison.Ordinal) == true
            || backend.Name?.Contains(Service, StringComparison.OrdinalIgnoreCase) == true
            || backend.Description?.Contains(Service, StringComparison.OrdinalIgnoreCase) == true);

    private static JsonElement? Said(string? description)
    {
        if (description?.StartsWith('{') != true) return null;
        try
        {
            return JsonElement.Parse(description);
        }
        catch (JsonException)
        {
            // A description of somebody's own.
            return null;
        }
    }
}
