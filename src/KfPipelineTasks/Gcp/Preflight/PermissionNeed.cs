namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>What a task is going to ask of a project.</summary>
/// <param name="Task">The task, as the user calls it.</param>
/// <param name="Project">Where.</param>
/// <param name="Permissions">As IAM names them.</param>
/// <param name="Roles">The predefined roles that hold them, smallest first: what to grant.</param>
public sealed record PermissionNeed(string Task, string Project, IReadOnlyList<string> Permissions, string Roles)
{
    /// <summary>Without them less can be looked at before the run, and that is all.</summary>
    public bool OnlyHelp { get; init; }
}
