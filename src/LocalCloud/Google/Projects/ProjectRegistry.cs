using LocalCloud.Google.Store;

namespace LocalCloud.Google.Projects;

/// <summary>The projects of the cloud.</summary>
public sealed class ProjectRegistry
{
    private readonly Table<Project> _projects;

    internal ProjectRegistry(WorldContext context) => _projects = context.Table<Project>("projects");

    public IEnumerable<Project> All => _projects.All;

    /// <summary>Finds a project by id or by number.</summary>
    public Project? Find(string idOrNumber) => _projects.Find(idOrNumber) ?? _projects.All.FirstOrDefault(project => project.Number == idOrNumber);

    /// <summary>Finds a project that must be there.</summary>
    /// <exception cref="InvalidOperationException">There is none; names those there are.</exception>
    public Project Get(string idOrNumber) => Find(idOrNumber)
        ?? throw new InvalidOperationException($"There is no project {idOrNumber}. There are: {string.Join(", ", All.Select(project => project.Id))}.");

    /// <summary>Adds a project or changes it.</summary>
    public void Put(Project project) => _projects.Put(project.Id, project);
}
