using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Networking;

/// <summary>Gives Services of type LoadBalancer an address, and takes it back before they go.</summary>
internal sealed class LoadBalancerController(ClusterView view, EventRecorder events, SimulationOptions simulation) : IController
{
    private const string Cleanup = "service.kubernetes.io/load-balancer-cleanup";

    private readonly Countdown _countdown = new(view);

    public string Name => "service-controller";

    public IEnumerable<Watch> Watches => [Watch.Own(Kinds.Service)];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } service) return default;
        var isWanted = Json.Text(service, "spec", "type") == "LoadBalancer" && !ClusterView.IsBeingDeleted(service);
        return isWanted ? new(Balance(service)) : new(Release(service));
    }

    private TimeSpan? Balance(JsonObject service)
    {
        if (Json.List(service, "status", "loadBalancer", "ingress") is { Count: > 0 }) return null;
        service = Finalizers.Add(view, Name, service, Cleanup);
        if (_countdown.Left(ClusterView.Uid(service), "address", simulation.Delays.LoadBalancer) is { } wait)
        {
            events.Normal(Name, service, "EnsuringLoadBalancer", "Ensuring load balancer");
            return wait;
        }

        view.EditStatus(Name, service, status => status["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = Address(service), ["ipMode"] = "VIP" }) });
        events.Normal(Name, service, "EnsuredLoadBalancer", "Ensured load balancer");
        return null;
    }

    private TimeSpan? Release(JsonObject service)
    {
        if (Json.List(service, "status", "loadBalancer", "ingress") is { Count: > 0 } && !ClusterView.IsBeingDeleted(service))
            service = view.EditStatus(Name, service, status => status["loadBalancer"] = new JsonObject());
        Finalizers.Remove(view, Name, service, Cleanup);
        _countdown.Reset(ClusterView.Uid(service), "address");
        return null;
    }

    /// <summary>The one asked for; else one of TEST-NET-2 (RFC 5737), or of the inside for internal load balancers.</summary>
    private string Address(JsonObject service)
    {
        if (Json.Text(service, "spec", "loadBalancerIP") is { Length: > 0 } asked) return asked;
        var number = 1 + Names.Number($"{view.Key}/{ClusterView.Namespace(service)}/{ClusterView.Name(service)}", 253);
        var isInternal = (ClusterView.Annotation(service, "networking.gke.io/load-balancer-type") ?? ClusterView.Annotation(service, "cloud.google.com/load-balancer-type")) == "Internal";
        return isInternal ? $"10.128.200.{number}" : $"198.51.100.{number}";
    }
}
