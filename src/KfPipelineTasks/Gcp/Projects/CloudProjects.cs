using System.Text.Json;
using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Projects;

/// <summary><see cref="IProjects"/> over REST (Cloud Resource Manager v1, as gcloud).</summary>
public sealed class CloudProjects(GcpDoor door) : IProjects
{
    /// <summary>testIamPermissions takes a hundred at a time.</summary>
    private const int Batch = 100;

    public Task<Project> GetAsync(string project, CancellationToken cancellation) =>
        door.SendAsync(new GcpRequest(GcpApi.CloudResourceManager, HttpMethod.Get, $"v1/projects/{Uri.EscapeDataString(project)}", $"project {project}", "read")
        {
            Permission = "resourcemanager.projects.get",
        }, GcpJson.Default.Project, cancellation);

    public async Task<IReadOnlyList<string>> VisibleAsync(CancellationToken cancellation) =>
        [.. ((await door.SendAsync(new GcpRequest(GcpApi.CloudResourceManager, HttpMethod.Get, "v1/projects?filter=lifecycleState%3AACTIVE", "projects", "list"), GcpJson.Default.ProjectList, cancellation)).Projects ?? []).Select(p => p.ProjectId)];

    public async Task<IReadOnlyList<string>> MissingPermissionsAsync(string project, IReadOnlyCollection<string> permissions, CancellationToken cancellation)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in permissions.Order(StringComparer.Ordinal).Chunk(Batch))
        {
            var answer = await door.SendAsync(new GcpRequest(GcpApi.CloudResourceManager, HttpMethod.Post, $"v1/projects/{Uri.EscapeDataString(project)}:testIamPermissions", $"project {project}", "test permissions")
            {
                Body = JsonSerializer.SerializeToUtf8Bytes(new Permissions(batch), GcpJson.Default.Permissions), Repeatable = true, Writes = false,
            }, GcpJson.Default.Permissions, cancellation);
            held.UnionWith(answer.Names ?? []);
        }

        return [.. permissions.Where(p => !held.Contains(p)).Order(StringComparer.Ordinal)];
    }
}
