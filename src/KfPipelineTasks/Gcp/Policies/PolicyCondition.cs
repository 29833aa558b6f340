namespace KfPipelineTasks.Gcp.Policies;

/// <summary>When a binding counts.</summary>
/// <param name="Expression">In Common Expression Language.</param>
public sealed record PolicyCondition(string Title, string Expression, string? Description = null);
