namespace KfPipelineTasks.Gcp.Projects;

/// <summary>Cloud projects.</summary>
public interface IProjects
{
    /// <summary>The project. One that does not exist is refused like one that may not be seen.</summary>
    /// <exception cref="Door.GcpException">It cannot be read.</exception>
    Task<Project> GetAsync(string project, CancellationToken cancellation);

    /// <summary>Those of the permissions that the caller has not.</summary>
    Task<IReadOnlyList<string>> MissingPermissionsAsync(string project, IReadOnlyCollection<string> permissions, CancellationToken cancellation);
}
