using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Operators;

/// <summary>
/// A workload that makes objects of its own once it runs (definitions, configurations): it names, by annotation, a
/// ConfigMap beside it whose values are these objects as YAML.
/// </summary>
internal sealed class CreatesController(ClusterView view, SimulationOptions simulation) : IController
{
    /// <summary>On a Deployment or StatefulSet: name of the ConfigMap.</summary>
    public const string Annotation = "localcloud.dev/creates-from";

    private readonly Countdown _countdown = new(view);

    public string Name => "operator";

    public IEnumerable<Watch> Watches => [Watch.Own(Kinds.Deployment), Watch.Own(Kinds.StatefulSet)];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } workload || ClusterView.Annotation(workload, Annotation) is not { } map || Json.Number(workload, "status", "readyReplicas") is not > 0) return default;
        if (_countdown.Left(ClusterView.Uid(workload), Annotation, simulation.Delays.Operator) is { } wait) return new(wait);
        foreach (var (_, text) in Json.TextMap(view.Get(Kinds.ConfigMap, key.Namespace, map), "data").OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (YamlReading.Parse(Encoding.UTF8.GetBytes(text)) is JsonObject document) view.Ensure(key.Name, document);
        }

        return default;
    }
}
