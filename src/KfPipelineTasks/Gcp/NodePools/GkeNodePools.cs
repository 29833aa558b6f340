using System.Text.Json;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Operations;

namespace KfPipelineTasks.Gcp.NodePools;

/// <summary><see cref="INodePools"/> over REST.</summary>
public sealed class GkeNodePools(GcpDoor door, IGkeOperations operations) : INodePools
{
    private const string Change = "container.clusters.update";

    public Task<NodePool?> FindAsync(ClusterPath cluster, string pool, CancellationToken cancellation) =>
        door.FindAsync(new GcpRequest(GcpApi.Container, HttpMethod.Get, Path(cluster, pool), Subject(cluster, pool), "read") { Permission = "container.clusters.get" }, GcpJson.Default.NodePool, cancellation);

    public Task<GkeOperation> CreateAsync(ClusterPath cluster, NodePool pool, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new CreateNodePoolBody(pool, cluster.ToString()), GcpJson.Default.CreateNodePoolBody);
        var request = Write(HttpMethod.Post, $"{cluster.Path}/nodePools", cluster, pool.Name, "create", body);
        return Creation.OnceAsync(door, c => SendAsync(request, cluster, c), c => CreationOfAsync(cluster, pool.Name, c), cancellation);
    }

    public Task<GkeOperation> UpdateAsync(ClusterPath cluster, string pool, NodePoolUpdate update, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(update with { Name = $"{cluster}/nodePools/{pool}" }, GcpJson.Default.NodePoolUpdate);
        return SendAsync(Write(HttpMethod.Put, Path(cluster, pool), cluster, pool, "update", body) with { Repeatable = true }, cluster, cancellation);
    }

    public Task<GkeOperation> SetSizeAsync(ClusterPath cluster, string pool, int perZone, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new SetSizeBody($"{cluster}/nodePools/{pool}", perZone), GcpJson.Default.SetSizeBody);
        // The same size twice is the same size: sending it again does no harm.
        return SendAsync(Write(HttpMethod.Post, $"{Path(cluster, pool)}:setSize", cluster, pool, "resize", body) with { Repeatable = true }, cluster, cancellation);
    }

    public Task<GkeOperation> SetAutoscalingAsync(ClusterPath cluster, string pool, PoolAutoscaling autoscaling, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new SetAutoscalingBody($"{cluster}/nodePools/{pool}", autoscaling), GcpJson.Default.SetAutoscalingBody);
        return SendAsync(Write(HttpMethod.Post, $"{Path(cluster, pool)}:setAutoscaling", cluster, pool, "set autoscaling", body) with { Repeatable = true }, cluster, cancellation);
    }

    public async Task<GkeOperation?> DeleteAsync(ClusterPath cluster, string pool, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync(Write(HttpMethod.Delete, Path(cluster, pool), cluster, pool, "delete", null) with { Repeatable = true }, cluster, cancellation);
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>Sends a change; when another operation works on the cluster, waits for that one and sends it again.</summary>
    private async Task<GkeOperation> SendAsync(GcpRequest request, ClusterPath cluster, CancellationToken cancellation)
    {
        var started = door.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await door.SendAsync(request, GcpJson.Default.GkeOperation, cancellation);
            }
            catch (GcpException e) when (e.Kind == GcpErrorKind.Busy && door.Time.GetElapsedTime(started) < operations.Deadline)
            {
                if (e.Operation is { } inTheWay) await operations.AwaitOtherAsync(cluster, inTheWay, cancellation);
                else await Task.Delay(door.Options.PollInterval, door.Time, cancellation);
            }
            catch (GcpException e) when (e.SaysAccountIsUnknown && door.Time.GetElapsedTime(started) < door.Options.PropagationWindow)
            {
                // An account made minutes ago is not known everywhere yet; one that never was is told apart by the window's end.
                await Task.Delay(door.Options.PollInterval, door.Time, cancellation);
            }
        }
    }

    // The answer was lost: if the pool is there, an operation is making it.
    private async Task<GkeOperation?> CreationOfAsync(ClusterPath cluster, string pool, CancellationToken cancellation) =>
        (await operations.ListAsync(cluster, cancellation)).LastOrDefault(o => o.OperationType == "CREATE_NODE_POOL" && o.Target == pool)
        ?? (await FindAsync(cluster, pool, cancellation) is null ? null : new GkeOperation { Status = "DONE", OperationType = "CREATE_NODE_POOL", Name = "" });

    private static GcpRequest Write(HttpMethod method, string path, ClusterPath cluster, string pool, string act, byte[]? body) =>
        new(GcpApi.Container, method, path, Subject(cluster, pool), act) { Body = body, Permission = Change };

    private static string Path(ClusterPath cluster, string pool) => $"{cluster.Path}/nodePools/{Uri.EscapeDataString(pool)}";

    private static string Subject(ClusterPath cluster, string pool) => $"node pool {cluster.Name}/{pool}";
}
