using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Sql;

/// <summary><see cref="IDatabases"/> over REST (Cloud SQL Admin v1).</summary>
public sealed class CloudSql(GcpDoor door) : IDatabases
{
    public Task<DatabaseInstance?> FindAsync(string project, string name, CancellationToken cancellation) =>
        door.FindAsync(new GcpRequest(GcpApi.Sql, HttpMethod.Get, $"v1/projects/{Uri.EscapeDataString(project)}/instances/{Uri.EscapeDataString(name)}", $"database {name}", "read")
        {
            Permission = "cloudsql.instances.get",
        }, GcpJson.Default.DatabaseInstance, cancellation);
}
