using System.Text.Json.Nodes;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers;

/// <summary>How an object that stands for something outside is told to end: by an annotation, or by a rule.</summary>
internal sealed class Outcomes(SimulationOptions simulation)
{
    /// <summary>The annotation: <c>UpdateFailed</c>, <c>DependencyNotFound</c>, <c>FailedNotVisible</c> ...; a message may follow after a colon.</summary>
    public const string Annotation = "localcloud.dev/outcome";

    /// <summary>What it is told, or null.</summary>
    public string? Of(JsonObject document)
    {
        if (ClusterView.Annotation(document, Annotation) is { } told) return told;
        var key = ClusterView.KeyOf(document);
        return simulation.Rules.FirstOrDefault(rule => rule.Image is null && Behaviour.TryParse(rule.Tells) is null && rule.Fits(key.Kind.Kind, key.Namespace, key.Name))?.Tells;
    }
}
