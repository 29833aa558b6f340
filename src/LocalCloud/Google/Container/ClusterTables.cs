using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>What is kept of clusters: themselves, their node pools, the work on them.</summary>
internal sealed class ClusterTables(WorldContext context)
{
    private readonly Table<Cluster> _clusters = context.Table<Cluster>("clusters");
    private readonly Table<NodePool> _pools = context.Table<NodePool>("nodePools");
    private readonly Table<ContainerOperation> _operations = context.Table<ContainerOperation>("containerOperations");

    public IEnumerable<Cluster> Clusters => _clusters.All;

    public IEnumerable<ContainerOperation> Operations => _operations.All;

    public Cluster? Find(ClusterKey key) => _clusters.Find(key.ToString());

    public IEnumerable<NodePool> PoolsOf(ClusterKey key) => _pools.All.Where(pool => pool.Cluster == key);

    public NodePool? FindPool(ClusterKey key, string name) => _pools.Find(NodePool.Id(key, name));

    public ContainerOperation? FindOperation(string id) => _operations.Find(id);

    public void Put(Cluster cluster) => _clusters.Put(cluster.Key.ToString(), cluster);

    public void Put(NodePool pool) => _pools.Put(NodePool.Id(pool.Cluster, pool.Name), pool);

    public void Put(ContainerOperation operation) => _operations.Put(operation.Id, operation);

    public void RemovePool(ClusterKey key, string name) => _pools.Remove(NodePool.Id(key, name));

    /// <summary>Forgets a cluster and its pools; the work on it can still be asked about.</summary>
    public void Remove(ClusterKey key)
    {
        foreach (var pool in PoolsOf(key).ToList()) RemovePool(key, pool.Name);
        _clusters.Remove(key.ToString());
    }
}
