using System.Text.Json;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Operations;

namespace KfPipelineTasks.Gcp.Clusters;

/// <summary><see cref="IClusters"/> over REST.</summary>
public sealed class GkeClusters(GcpDoor door, IGkeOperations operations) : IClusters
{
    public Task<ClusterList> ListAsync(string project, CancellationToken cancellation) =>
        door.SendAsync(new GcpRequest(GcpApi.Container, HttpMethod.Get, $"v1/projects/{Uri.EscapeDataString(project)}/locations/-/clusters", $"clusters of {project}", "list")
        {
            Permission = "container.clusters.list",
        }, GcpJson.Default.ClusterList, cancellation);

    public Task<ClusterDetails?> FindAsync(ClusterPath cluster, CancellationToken cancellation) =>
        door.FindAsync(new GcpRequest(GcpApi.Container, HttpMethod.Get, cluster.Path, $"cluster {cluster.Name}", "read") { Permission = "container.clusters.get" }, GcpJson.Default.ClusterDetails, cancellation);

    public Task<GkeOperation> CreateAsync(ClusterPath path, NewCluster cluster, CancellationToken cancellation)
    {
        var request = new GcpRequest(GcpApi.Container, HttpMethod.Post, $"{path.Place}/clusters", $"cluster {path.Name}", "create")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new CreateClusterBody(cluster, path.Parent), GcpJson.Default.CreateClusterBody), Permission = "container.clusters.create",
        };
        return Creation.OnceAsync(door, c => SendAsync(request, c), c => CreationOfAsync(path, c), cancellation);
    }

    // An account made minutes ago is not known everywhere yet; one that never was is told apart by the window's end.
    private async Task<GkeOperation> SendAsync(GcpRequest request, CancellationToken cancellation)
    {
        var started = door.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await door.SendAsync(request, GcpJson.Default.GkeOperation, cancellation);
            }
            catch (GcpException e) when (e.SaysAccountIsUnknown && door.Time.GetElapsedTime(started) < door.Options.PropagationWindow)
            {
                await Task.Delay(door.Options.PollInterval, door.Time, cancellation);
            }
        }
    }

    // The answer was lost: if the cluster is there, an operation is making it.
    private async Task<GkeOperation?> CreationOfAsync(ClusterPath path, CancellationToken cancellation) =>
        (await operations.ListAsync(path, cancellation)).LastOrDefault(o => o.OperationType == "CREATE_CLUSTER")
        ?? (await FindAsync(path, cancellation) is null ? null : new GkeOperation { Status = "DONE", OperationType = "CREATE_CLUSTER", Name = "" });
}
