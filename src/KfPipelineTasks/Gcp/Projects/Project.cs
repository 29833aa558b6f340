namespace KfPipelineTasks.Gcp.Projects;

/// <param name="LifecycleState">ACTIVE, DELETE_REQUESTED or DELETE_IN_PROGRESS.</param>
public sealed record Project(string ProjectId, string ProjectNumber, string? LifecycleState);
