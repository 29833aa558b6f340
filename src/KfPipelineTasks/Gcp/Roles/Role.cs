namespace KfPipelineTasks.Gcp.Roles;

/// <param name="Name"><c>roles/NAME</c>.</param>
internal sealed record Role(string? Name);
