using System.Text.Json.Nodes;
using LocalCloud.Controllers.Kubeflow.Mesh;
using LocalCloud.Controllers.Kubeflow.Pipelines;
using LocalCloud.Google;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>
/// What answers in a cluster with Kubeflow, by the ways clients take: through the API server's service proxy, from a Pod inside
/// the mesh, and from outside through the gateway.
/// </summary>
internal sealed class KubeflowFront
{
    public const string Home = "kubeflow";

    private const string PipelinesUi = "ml-pipeline-ui";
    private const string Dashboard = "centraldashboard";

    private readonly ClusterView _view;
    private readonly MeshDoor _door;
    private readonly PipelinesApi _pipelines;
    private readonly IapGateway? _gateway;

    /// <param name="world">The Google side; without it there is no way in from outside.</param>
    public KubeflowFront(KubeCluster cluster, GoogleWorld? world)
    {
        // A view of its own: the controllers' worker owns theirs.
        _view = new ClusterView(cluster);
        _door = new MeshDoor(_view);
        _pipelines = new PipelinesApi(new PipelinesIdentity(_view, cluster, Home), new PipelinesStore(_view));
        _gateway = world is null ? null : new IapGateway(_view, world);
    }

    /// <summary>Whether a ready Pod is behind the Pipelines Service.</summary>
    public bool IsServing => _door.HasReady(Home, PipelinesIdentity.Workload);

    /// <summary>A call to the Pipelines Service.</summary>
    public MeshAnswer Pipelines(MeshCall call) => _door.Enter(Home, PipelinesIdentity.Workload, call, _pipelines.Answer);

    /// <summary>Whether the Pipelines program runs in this Pod.</summary>
    public bool IsPipelines(JsonObject pod) =>
        ClusterView.Namespace(pod) == Home && _view.Get(Kinds.Service, Home, PipelinesIdentity.Workload) is { } service && Selectors.Contains(Json.TextMap(service, "spec", "selector"), Selectors.LabelsOf(pod));

    /// <summary>A call from within the Pod, past its proxy.</summary>
    public MeshAnswer Inside(MeshCall call) => _pipelines.Answer(call);

    /// <summary>A call from outside. Pipelines' interface is under <c>/pipeline</c>, the dashboard everywhere else.</summary>
    public MeshAnswer Outside(MeshCall call) => _gateway is null ? MeshAnswer.NoUpstream : _gateway.Enter(call, Route);

    private MeshAnswer Route(MeshCall call)
    {
        if (!call.Path.StartsWith("/pipeline/", StringComparison.Ordinal)) return _door.Enter(Home, Dashboard, call, _ => new MeshAnswer(200, "text/html", "<!doctype html><title>Kubeflow Central Dashboard</title>"));
        return _door.Enter(Home, PipelinesUi, call with { Path = call.Path["/pipeline".Length..] }, inner => inner.Path.StartsWith("/apis/", StringComparison.Ordinal)
            ? Pipelines(inner with { Principal = MeshCall.PrincipalOf(Home, AccountOf(PipelinesUi)) })
            : new MeshAnswer(200, "text/html", "<!doctype html><title>Kubeflow Pipelines</title>"));
    }

    private string AccountOf(string deployment) =>
        Json.Text(_view.Get(Kinds.Deployment, Home, deployment), "spec", "template", "spec", "serviceAccountName") ?? "default";
}
