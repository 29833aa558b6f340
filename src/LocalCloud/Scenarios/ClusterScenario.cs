using System.Text.Json.Nodes;

namespace LocalCloud.Scenarios;

/// <summary>A cluster that runs.</summary>
/// <param name="Location">Zone or region.</param>
/// <param name="Request">The <c>cluster</c> of the create request it came from.</param>
/// <param name="Objects">What already runs in it: YAML texts, in this order.</param>
public sealed record ClusterScenario(string Location, JsonObject Request, IReadOnlyList<string> Objects);
