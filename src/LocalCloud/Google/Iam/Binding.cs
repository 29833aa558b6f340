namespace LocalCloud.Google.Iam;

/// <summary>Gives a role to members, perhaps under a condition.</summary>
public sealed record Binding(string Role, IReadOnlyList<string> Members, Condition? Condition = null);
