namespace KfPipelineTasks.Gcp.Projects;

/// <param name="Type"><c>organization</c> or <c>folder</c>.</param>
public sealed record ProjectParent(string? Type, string? Id);
