using KfPipelineTasks.Gcp.Door;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary><see cref="IClusters"/> over REST.</summary>
public sealed class GkeClusters(GcpDoor door) : IClusters
{
    public Task<ClusterList> ListAsync(string project, CancellationToken cancellation) =>
        door.SendAsync(new GcpRequest(GcpApi.Container, HttpMethod.Get, $"v1/projects/{Uri.EscapeDataString(project)}/locations/-/clusters", $"clusters of {project}", "list")
        {
            Permission = "container.clusters.list",
        }, GcpJson.Default.ClusterList, cancellation);

    public Task<ClusterDetails?> FindAsync(ClusterPath cluster, CancellationToken cancellation) =>
        door.FindAsync(new GcpRequest(GcpApi.Container, HttpMethod.Get, cluster.Path, $"cluster {cluster.Name}", "read") { Permission = "container.clusters.get" }, GcpJson.Default.ClusterDetails, cancellation);
}
