namespace KfPipelineTasks.Gcp.Roles;

internal sealed record RoleList(IReadOnlyList<Role>? Roles, string? NextPageToken);
