using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>Kubeflow's notebook controller: a StatefulSet and a Service per Notebook, and what they say; only while it runs.</summary>
internal sealed class NotebookController(ClusterView view, SimulationOptions simulation) : IController
{
    private const string Workload = "notebook-controller-deployment";
    private static readonly GroupKind Notebook = new("kubeflow.org", "Notebook");

    private readonly Countdown _countdown = new(view);

    public string Name => "notebook-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Notebook),
        Watch.Owned(Kinds.StatefulSet, Notebook),
        new Watch(Kinds.Deployment, change => change.Key.Name == Workload ? view.List(Notebook).Select(ClusterView.KeyOf) : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } notebook || ClusterView.IsBeingDeleted(notebook) || view.HomeOf(Workload) is null) return default;
        if (_countdown.Left(ClusterView.Uid(notebook), "make", simulation.Delays.Operator) is { } wait) return new(wait);
        var set = view.Ensure(Name, Set(notebook));
        view.Ensure(Name, Service(notebook));
        view.EditStatus(Name, notebook, status =>
        {
            status["readyReplicas"] = Json.Number(set, "status", "readyReplicas") ?? 0;
            status["containerState"] = Json.Maps(view.Get(Kinds.Pod, key.Namespace, key.Name + "-0"), "status", "containerStatuses").Select(entry => entry["state"]?.DeepClone()).FirstOrDefault() ?? new JsonObject();
            Json.Default(status, "conditions", new JsonArray());
        });
        return default;
    }

    private static JsonObject Set(JsonObject notebook)
    {
        var name = ClusterView.Name(notebook);
        var template = Json.Map(notebook, "spec", "template")?.DeepClone() as JsonObject ?? [];
        var labels = Json.Ensure(Json.Ensure(template, "metadata"), "labels");
        labels["statefulset"] = name;
        labels["notebook-name"] = name;
        var isStopped = ClusterView.Annotation(notebook, "kubeflow-resource-stopped") is not null;
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "StatefulSet",
            ["metadata"] = Metadata(notebook),
            ["spec"] = new JsonObject
            {
                ["replicas"] = isStopped ? 0L : 1L,
                ["serviceName"] = "",
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["statefulset"] = name } },
                ["template"] = template,
            },
        };
    }

    private static JsonObject Service(JsonObject notebook) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = Metadata(notebook),
        ["spec"] = new JsonObject
        {
            ["type"] = "ClusterIP",
            ["selector"] = new JsonObject { ["statefulset"] = ClusterView.Name(notebook) },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = $"http-{ClusterView.Name(notebook)}", ["port"] = 80L, ["protocol"] = "TCP", ["targetPort"] = 8888L }),
        },
    };

    private static JsonObject Metadata(JsonObject notebook) => new()
    {
        ["name"] = ClusterView.Name(notebook),
        ["namespace"] = ClusterView.Namespace(notebook),
        ["ownerReferences"] = new JsonArray(Owner.Reference(notebook)),
    };
}
