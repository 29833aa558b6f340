using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Pods;

/// <summary>How a Pod is told to behave: by its own annotation, by one on a workload above it, or by a rule.</summary>
internal sealed class PodBehaviours(ClusterView view, SimulationOptions simulation)
{
    public Behaviour Of(JsonObject pod)
    {
        var line = Line(pod).ToList();
        var told = line.Select(one => ClusterView.Annotation(one, Behaviour.Annotation)).FirstOrDefault(text => text is not null)
            ?? simulation.Rules.FirstOrDefault(rule => rule.FitsImage(Images(pod)) && line.Any(one => Fits(rule, one)))?.Tells;
        // A word that is no behaviour of a Pod (the outcome of another kind of object) changes nothing.
        return told is null ? Behaviour.Normal : Behaviour.TryParse(told) ?? Behaviour.Normal;
    }

    private static bool Fits(BehaviourRule rule, JsonObject one)
    {
        var key = ClusterView.KeyOf(one);
        return rule.Fits(key.Kind.Kind, key.Namespace, key.Name);
    }

    /// <summary>The Pod, its workload, the workload above that.</summary>
    private IEnumerable<JsonObject> Line(JsonObject pod)
    {
        for (JsonObject? one = pod; one is not null; one = Above(one)) yield return one;
    }

    private JsonObject? Above(JsonObject one) =>
        Owner.Of(one) is { } owner ? view.Get(owner.Kind, ClusterView.Namespace(one), owner.Name) : null;

    private static IEnumerable<string> Images(JsonObject pod) =>
        Json.Maps(pod, "spec", "containers").Concat(Json.Maps(pod, "spec", "initContainers")).Select(container => Json.Text(container, "image") ?? "");
}
