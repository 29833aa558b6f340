namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>What the identity that deploys must be allowed for one task.</summary>
/// <param name="Task">The task.</param>
/// <param name="InKubeflow">Permissions in the project of Kubeflow.</param>
/// <param name="InManagement">Permissions in the project of the management cluster.</param>
/// <param name="Roles">The predefined roles that hold them.</param>
/// <param name="Elsewhere">What is needed on single objects and inside the cluster; nobody can ask the project for it.</param>
internal sealed record TaskNeed(string Task, IReadOnlyList<string> InKubeflow, string Roles, IReadOnlyList<string>? InManagement = null, string Elsewhere = "")
{
    /// <summary>The task cannot do without the Kubeflow cluster.</summary>
    public bool IsInside { get; init; }

    /// <summary>Without them less is looked at, and that is all.</summary>
    public bool OnlyHelps { get; init; }
}
