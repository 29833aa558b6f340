namespace LocalCloud.Scenarios;

/// <summary>A backend service that is there.</summary>
/// <param name="Name">Name.</param>
/// <param name="Id">Number, or null for one that is invented.</param>
/// <param name="Health">Health of its endpoints.</param>
public sealed record BackendServiceScenario(string Name, string? Id, IReadOnlyList<string> Health);
