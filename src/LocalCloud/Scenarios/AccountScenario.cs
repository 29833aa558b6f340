using LocalCloud.Google.Iam;

namespace LocalCloud.Scenarios;

/// <summary>A service account that is there.</summary>
/// <param name="Id">The part before the <c>@</c>.</param>
/// <param name="DisplayName">Display name, or null.</param>
/// <param name="Disabled">True when it is switched off.</param>
/// <param name="Keys">How many keys it has.</param>
/// <param name="Policy">Who may act as it.</param>
public sealed record AccountScenario(string Id, string? DisplayName, bool Disabled, int Keys, IReadOnlyList<Binding> Policy);
