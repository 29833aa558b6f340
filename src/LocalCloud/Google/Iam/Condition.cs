namespace LocalCloud.Google.Iam;

/// <summary>The condition of a binding; two bindings of one role with different conditions are different bindings.</summary>
public sealed record Condition(string? Title, string? Description, string Expression, string? Location = null);
