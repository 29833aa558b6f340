using System.Text.Json.Nodes;
using LocalCloud.Controllers.Kubeflow;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>
/// The operator: gives every namespace with a context a controller of its own in <c>cnrm-system</c>, and calls the context
/// healthy once it runs. A context that is deleted takes its controller along at once: what is left in the namespace then
/// waits for ever for somebody to take its finalizers off.
/// </summary>
internal sealed class ContextController(ClusterView view, SimulationOptions simulation) : IController
{
    private const string Scoped = "cnrm.cloud.google.com/scoped-namespace";

    private readonly Countdown _countdown = new(view);

    public string Name => Connector.Operator;

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Connector.Context),
        Watch.Own(Connector.Config),
        new Watch(Kinds.StatefulSet, change => change.Key.Namespace == Connector.System && ClusterView.Label(change.Document, Scoped) is { } space ? [new ObjectKey(Connector.Context, space, Connector.ContextName)] : []),
        new Watch(Kinds.StatefulSet, change => change.Key.Name == Connector.Operator ? view.List(Connector.Context).Select(ClusterView.KeyOf) : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } context) return default;
        if (key.Kind == Connector.Config)
        {
            view.EditStatus(Name, context, status => Say(status, ClusterView.Generation(context), null));
            return default;
        }

        return new(ClusterView.IsBeingDeleted(context) ? Leave(context) : Serve(context));
    }

    private TimeSpan? Serve(JsonObject context)
    {
        context = Finalizers.Add(view, Name, context, Connector.OperatorFinalizer);
        var home = ClusterView.Namespace(context);
        if (Problem(context) is { } problem)
        {
            view.EditStatus(Name, context, status => Say(status, ClusterView.Generation(context), problem));
            return null;
        }

        if (_countdown.Left(ClusterView.Uid(context), "serve", simulation.Delays.Operator) is { } wait) return wait;
        view.Ensure(Name, Account(context, home));
        view.Ensure(Name, ConnectorInstaller.Workload(Connector.System, Connector.ControllerName(home), Connector.ControllerAccount(home), new JsonObject
        {
            ["cnrm.cloud.google.com/component"] = "cnrm-controller-manager",
            [Scoped] = home,
        }));
        var isRunning = Json.Number(view.Get(Kinds.StatefulSet, Connector.System, Connector.ControllerName(home)), "status", "readyReplicas") > 0;
        if (isRunning) view.EditStatus(Name, context, status => Say(status, ClusterView.Generation(context), null));
        return null;
    }

    private TimeSpan? Leave(JsonObject context)
    {
        var home = ClusterView.Namespace(context);
        view.Delete(new ObjectKey(Kinds.StatefulSet, Connector.System, Connector.ControllerName(home)));
        view.Delete(new ObjectKey(Kinds.ServiceAccount, Connector.System, Connector.ControllerAccount(home)));
        Finalizers.Remove(view, Name, context, Connector.OperatorFinalizer);
        return null;
    }

    private static string? Problem(JsonObject context)
    {
        if (ClusterView.Name(context) != Connector.ContextName) return $"the name of a ConfigConnectorContext must be {Connector.ContextName}";
        return Json.Text(context, "spec", "googleServiceAccount") is { Length: > 0 } ? null : "spec.googleServiceAccount must be set in namespaced mode";
    }

    private static void Say(JsonObject status, long generation, string? problem)
    {
        status["healthy"] = problem is null;
        status["errors"] = problem is null ? new JsonArray() : new JsonArray(problem);
        status["observedGeneration"] = generation;
    }

    private static JsonObject Account(JsonObject context, string home) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ServiceAccount",
        ["metadata"] = new JsonObject
        {
            ["name"] = Connector.ControllerAccount(home),
            ["namespace"] = Connector.System,
            ["annotations"] = new JsonObject { [WorkloadIdentity.Annotation] = Json.Text(context, "spec", "googleServiceAccount") },
            ["labels"] = new JsonObject { [Scoped] = home },
        },
    };
}
