using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Operators;

/// <summary>istiod gives every namespace its CA as a ConfigMap, which gateways and sidecars mount; only while it runs.</summary>
internal sealed class IstiodController(ClusterView view, SimulationOptions simulation) : IController
{
    private const string Workload = "istiod";
    private const string Map = "istio-ca-root-cert";

    private readonly Countdown _countdown = new(view);

    public string Name => Workload;

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Namespace),
        new Watch(Kinds.ConfigMap, change => change.Key.Name == Map ? [new ObjectKey(Kinds.Namespace, "", change.Key.Namespace)] : []),
        new Watch(Kinds.Secret, change => change.Key.Name == "istio-ca-secret" ? Namespaces() : []),
        new Watch(Kinds.Deployment, change => change.Key.Name == Workload ? Namespaces() : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } space || ClusterView.IsBeingDeleted(space) || view.HomeOf(Workload) is not { } home) return default;
        if (Json.Text(view.Get(Kinds.Secret, home, "istio-ca-secret"), "data", "ca-cert.pem") is not { } encoded) return default;
        if (_countdown.Left(ClusterView.Uid(space), Map, simulation.Delays.Operator) is { } wait) return new(wait);
        view.Ensure(Name, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = Map, ["namespace"] = key.Name, ["labels"] = new JsonObject { ["istio.io/config"] = "true" } },
            ["data"] = new JsonObject { ["root-cert.pem"] = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(encoded)) },
        });
        return default;
    }

    private IEnumerable<ObjectKey> Namespaces() => view.List(Kinds.Namespace).Select(ClusterView.KeyOf);
}
