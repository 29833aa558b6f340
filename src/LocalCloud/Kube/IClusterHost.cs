namespace LocalCloud.Kube;

/// <summary>Runs the Kubernetes API servers: one per cluster of the GKE API and per Config Controller instance. The Google side asks, the Kubernetes side answers.</summary>
public interface IClusterHost
{
    /// <summary>Starts the API server of a cluster on a loopback port of its own, or returns the running one.</summary>
    Task<ClusterEndpoint> StartAsync(ClusterKey cluster, CancellationToken cancellation);

    /// <summary>Stops it and forgets its objects. Nothing happens when it does not run.</summary>
    Task StopAsync(ClusterKey cluster, CancellationToken cancellation);

    /// <summary>Makes the Node objects equal to this list: node pools come and go, machines with them.</summary>
    Task SetNodesAsync(ClusterKey cluster, IReadOnlyList<NodeSpec> nodes, CancellationToken cancellation);
}
