namespace KfPipelineTasks.Gcp.Sql;

/// <summary>Cloud SQL, as far as one looks before Config Connector makes an instance.</summary>
public interface IDatabases
{
    /// <summary>The instance; null when there is none. A name that was deleted less than a week ago is none either, and cannot be had again yet.</summary>
    Task<DatabaseInstance?> FindAsync(string project, string name, CancellationToken cancellation);
}
