namespace KfPipelineTasks.Gcp.Projects;

internal sealed record ProjectList(IReadOnlyList<Project>? Projects);
