using System.Text.Json.Nodes;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>Makes the objects of <see cref="OperatedKind"/> ready, or lets them fail when they are told to.</summary>
internal sealed class OperatedKindController(ClusterView view, SimulationOptions simulation, Outcomes outcomes) : IController
{
    private readonly Countdown _countdown = new(view);

    public string Name => "kubeflow-operators";

    public IEnumerable<Watch> Watches =>
    [
        .. OperatedKind.Known.Select(one => Watch.Own(one.Kind)),
        new Watch(Kinds.Deployment, change => OperatedKind.Known.Where(one => one.Workload == change.Key.Name).SelectMany(one => view.List(one.Kind)).Select(ClusterView.KeyOf)),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        var operated = OperatedKind.Known.First(one => one.Kind == key.Kind);
        if (view.Get(key) is not { } live || ClusterView.IsBeingDeleted(live) || view.HomeOf(operated.Workload) is null) return default;
        if (_countdown.Left($"{ClusterView.Uid(live)}/{ClusterView.Generation(live)}", "ready", simulation.Delays.PodStart + simulation.Delays.PodReady) is { } wait) return new(wait);
        view.EditStatus(operated.Workload, live, status => Say(status, live, operated));
        return default;
    }

    private void Say(JsonObject status, JsonObject live, OperatedKind operated)
    {
        status["observedGeneration"] = ClusterView.Generation(live);
        var told = outcomes.Of(live);
        foreach (var type in operated.Types) Conditions.Set(status, type, told is null, told, told is null ? null : "told to end like this", view.Stamp);
        if (operated.Types.Contains("Ready") && told is null && live["spec"] is not null && operated.Kind.Group.StartsWith("serving.", StringComparison.Ordinal))
            status["url"] = $"http://{ClusterView.Name(live)}.{ClusterView.Namespace(live)}.example.com";
    }
}
