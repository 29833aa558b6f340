using KfPipelineTasks.Gcp.Iap;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>The way into an installation as its cluster has it at one moment: the Ingress, the Service of the mesh's gateway behind it, and what belongs to both.</summary>
/// <param name="Ingress">The Ingress.</param>
/// <param name="Service">The gateway's Service.</param>
/// <param name="Backend">How to know the backend service that the ingress controller makes for it.</param>
/// <param name="PodPort">Port of the gateway's Pods that requests from outside come in by.</param>
internal sealed record Gateway(Resource Ingress, Resource Service, BackendOf Backend, long PodPort)
{
    /// <summary>Label by which Kubeflow's own Gateway finds the Pods.</summary>
    public const string Label = "istio";

    /// <summary>Its value.</summary>
    public const string LabelValue = "ingressgateway";

    public string Namespace => Service.Id.Namespace!;

    /// <summary>Host that the Ingress takes requests for; null when it says none.</summary>
    public string? Host { get; init; }

    /// <summary>Address of the load balancer; null before there is one.</summary>
    public string? Address { get; init; }

    /// <summary>Names of all backend services of the Ingress; empty before there are any.</summary>
    public IReadOnlyCollection<string> Backends => Backend.Named;

    /// <summary>Name of the BackendConfig of the Service's port; null when none is annotated.</summary>
    public string? ConfigName { get; init; }

    /// <summary>That BackendConfig; null when it does not exist.</summary>
    public Resource? Config { get; init; }

    /// <summary>What the health check has to ask; null while the gateway has no Pod.</summary>
    public HealthCheck? Wanted { get; init; }

    /// <summary>The managed certificates that the Ingress names, with null for one that does not exist.</summary>
    public IReadOnlyList<(string Name, Resource? Live)> Certificates { get; init; } = [];

    /// <summary>What the ingress controller complained about last; null while it does not.</summary>
    public string? Complaint { get; init; }

    /// <summary>What the health check asks now; null when the BackendConfig does not say.</summary>
    public HealthCheck? Asked => Config?.Number("spec", "healthCheck", "port") is { } port && Config.Text("spec", "healthCheck", "requestPath") is { } path ? new HealthCheck(port, path) : null;

    /// <summary>True when Identity-Aware Proxy is switched on for the gateway's port.</summary>
    public bool AsksIap => Config?.At("spec", "iap", "enabled") is { ValueKind: System.Text.Json.JsonValueKind.True };
}
