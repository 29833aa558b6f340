namespace KfPipelineTasks.Gcp.Keys;

/// <param name="Email">The account whose key pipelines use.</param>
/// <param name="RotateAfter">A key older than this is replaced; null: none is for its age.</param>
public sealed record KeyWish(string Project, string Email, TimeSpan? RotateAfter);
