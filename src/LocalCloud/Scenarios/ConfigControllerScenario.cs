namespace LocalCloud.Scenarios;

/// <summary>A Config Controller that runs.</summary>
/// <param name="Name">Name.</param>
/// <param name="Location">Region.</param>
/// <param name="Autopilot">True for one with full management.</param>
/// <param name="Objects">What already is in its cluster: YAML texts, in this order.</param>
public sealed record ConfigControllerScenario(string Name, string Location, bool Autopilot, IReadOnlyList<string> Objects);
