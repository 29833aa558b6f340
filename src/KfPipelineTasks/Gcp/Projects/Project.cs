namespace KfPipelineTasks.Gcp.Projects;

/// <param name="LifecycleState">ACTIVE, DELETE_REQUESTED or DELETE_IN_PROGRESS.</param>
public sealed record Project(string ProjectId, string ProjectNumber, string? LifecycleState)
{
    /// <summary>Organisation or folder above; null for a project that belongs to nobody but its owner.</summary>
    public ProjectParent? Parent { get; init; }
}
