using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>
/// Kubeflow Pipelines' profile controller, which metacontroller asks: every namespace with the label gets the credentials of
/// the artifact store, the address of the metadata store and two small services. Only while both run.
/// </summary>
internal sealed class PipelinesProfileController(ClusterView view, SimulationOptions simulation) : IController
{
    private const string Workload = "kubeflow-pipelines-profile-controller";
    private const string Metacontroller = "metacontroller";
    private const string Credentials = "mlpipeline-minio-artifact";

    private readonly Countdown _countdown = new(view);

    public string Name => "metacontroller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Namespace),
        new Watch(Kinds.Deployment, change => change.Key.Name == Workload ? Namespaces() : []),
        new Watch(Kinds.StatefulSet, change => change.Key.Name == Metacontroller ? Namespaces() : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } space || ClusterView.IsBeingDeleted(space) || ClusterView.Label(space, "pipelines.kubeflow.org/enabled") != "true") return default;
        if (view.HomeOf(Workload) is not { } home || view.HomeOf(Metacontroller) is null) return default;
        if (_countdown.Left(ClusterView.Uid(space), "make", simulation.Delays.Operator) is { } wait) return new(wait);
        foreach (var wanted in Documents(home, key.Name)) view.Ensure(Name, wanted);
        return default;
    }

    private IEnumerable<JsonObject> Documents(string home, string space)
    {
        var secret = Of("v1", "Secret", Credentials, space);
        secret["data"] = Json.Map(view.Get(Kinds.Secret, home, Credentials), "data")?.DeepClone() ?? new JsonObject();
        yield return secret;
        var map = Of("v1", "ConfigMap", "metadata-grpc-configmap", space);
        map["data"] = new JsonObject { ["METADATA_GRPC_SERVICE_HOST"] = $"metadata-grpc-service.{home}", ["METADATA_GRPC_SERVICE_PORT"] = "8080" };
        yield return map;
        foreach (var document in Part(space, "ml-pipeline-visualizationserver", 8888, 8888, "visualization-server")) yield return document;
        foreach (var document in Part(space, "ml-pipeline-ui-artifact", 80, 3000, "frontend")) yield return document;
    }

    private JsonObject[] Part(string space, string name, long port, long target, string image)
    {
        var deployment = Of("apps/v1", "Deployment", name, space);
        deployment["metadata"]!["labels"] = new JsonObject { ["app"] = name };
        deployment["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject
                {
                    ["serviceAccountName"] = "default-editor",
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = name, ["image"] = $"gcr.io/ml-pipeline/{image}:2.0.3", ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = target }) }),
                },
            },
        };
        var service = Of("v1", "Service", name, space);
        service["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["app"] = name },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = port, ["targetPort"] = target, ["protocol"] = "TCP" }),
        };
        return [deployment, service];
    }

    private static JsonObject Of(string version, string kind, string name, string space) => new()
    {
        ["apiVersion"] = version,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
    };

    private IEnumerable<ObjectKey> Namespaces() => view.List(Kinds.Namespace).Select(ClusterView.KeyOf);
}
