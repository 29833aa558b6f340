namespace KfPipelineTasks.Gcp.Projects;

/// <summary>Cloud projects.</summary>
public interface IProjects
{
    /// <summary>The project. One that does not exist is refused like one that may not be seen.</summary>
    /// <exception cref="Door.GcpException">It cannot be read.</exception>
    Task<Project> GetAsync(string project, CancellationToken cancellation);

    /// <summary>Ids of the projects that the caller may see, as many as come on one page: enough for a hint.</summary>
    Task<IReadOnlyList<string>> VisibleAsync(CancellationToken cancellation);

    /// <summary>Those of the permissions that the caller has not.</summary>
    Task<IReadOnlyList<string>> MissingPermissionsAsync(string project, IReadOnlyCollection<string> permissions, CancellationToken cancellation);
}
