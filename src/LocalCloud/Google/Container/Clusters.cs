using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>
/// The clusters of all projects, their node pools and the operations on them. Changing calls return at once with an
/// operation; the change is there when the operation is done. One operation works on a cluster at a time.
/// </summary>
public sealed class Clusters
{
    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly PoolRules _rules;
    private readonly ClusterTables _tables;
    private readonly ClusterDrafts _drafts;
    private readonly ClusterWork _work;

    internal Clusters(WorldContext context, GoogleWorld world)
    {
        _context = context;
        _world = world;
        _rules = new PoolRules(world);
        _tables = new ClusterTables(context);
        _drafts = new ClusterDrafts(context, _tables, _rules);
        _work = new ClusterWork(context, _tables);
    }

    public IEnumerable<Cluster> All => _tables.Clusters;

    /// <summary>Zones that do not answer: their clusters are missing in lists, and the answer says so.</summary>
    public ISet<string> UnreachableZones { get; } = new HashSet<string>();

    public IEnumerable<Cluster> In(string project) => _tables.Clusters.Where(cluster => cluster.Key.Project == project);

    public Cluster? Find(ClusterKey key) => _tables.Find(key);

    /// <summary>The cluster, which must be there.</summary>
    /// <exception cref="GoogleException">404.</exception>
    public Cluster Get(ClusterKey key) => Find(key) ?? throw GoogleException.NotFound($"Not found: {Links.Cluster(key)}.");

    public IEnumerable<NodePool> PoolsOf(ClusterKey key) => _tables.PoolsOf(key);

    public NodePool? FindPool(ClusterKey key, string name) => _tables.FindPool(key, name);

    /// <summary>The node pool, which must be there, of a cluster that has pools one may see.</summary>
    /// <exception cref="GoogleException">404; 400 on Autopilot.</exception>
    public NodePool GetPool(ClusterKey key, string name)
    {
        RequireStandard(Get(key));
        return FindPool(key, name) ?? throw GoogleException.NotFound($"nodePool \"{key}/nodePools/{name}\" not found");
    }

    public IEnumerable<ContainerOperation> Operations(string project) => _tables.Operations.Where(operation => operation.Cluster.Project == project);

    public ContainerOperation? FindOperation(string project, string location, string name) => _tables.FindOperation(ContainerOperation.Identify(project, location, name));

    /// <summary>True when a cluster of the project made its identity pool (<c>P.svc.id.goog</c>) exist.</summary>
    public bool HasWorkloadPool(string project) => _tables.Clusters.Any(cluster => cluster.WorkloadPool == $"{project}.svc.id.goog");

    /// <summary>Refuses what Autopilot refuses.</summary>
    /// <exception cref="GoogleException">400.</exception>
    public static void RequireStandard(Cluster cluster)
    {
        if (cluster.IsAutopilot) throw GoogleException.InvalidArgument("Autopilot node pools cannot be accessed or modified.");
    }

    /// <summary>Begins to create a cluster.</summary>
    /// <param name="request">The <c>cluster</c> of a create request.</param>
    public ContainerOperation Create(Project project, string location, JsonObject request)
    {
        lock (_context.Gate)
        {
            var (cluster, pools) = _drafts.Cluster(project, location, request);
            foreach (var pool in pools) _world.Quotas.Require(project, pool, pool.DesiredPerZone * pool.Zones.Count, cluster.HasPrivateNodes);
            _tables.Put(cluster.With(body => body["status"] = "PROVISIONING"));
            foreach (var pool in pools) _tables.Put(pool.With(body => body["status"] = "PROVISIONING"));
            return _work.Begin(OperationTypes.CreateCluster, cluster.Key, null, _context.Options.Durations.CreateCluster, []);
        }
    }

    /// <summary>Adds a cluster that has been there for long: no operation, running at once.</summary>
    public async Task AddRunningAsync(Project project, string location, JsonObject request, CancellationToken cancellation)
    {
        Cluster cluster;
        lock (_context.Gate)
        {
            (cluster, var pools) = _drafts.Cluster(project, location, request);
            _tables.Put(cluster);
            foreach (var pool in pools) _tables.Put(pool);
        }

        await _work.StartServerAsync(cluster.Key, cancellation);
    }

    /// <summary>Removes a cluster at once.</summary>
    public Task RemoveAsync(ClusterKey key, CancellationToken cancellation) => _work.RemoveAsync(key, cancellation);

    /// <summary>Begins to delete a cluster.</summary>
    public ContainerOperation Delete(ClusterKey key)
    {
        lock (_context.Gate)
        {
            var cluster = Get(key);
            RequireIdle(key);
            _tables.Put(cluster.With(body => body["status"] = "STOPPING"));
            return _work.Begin(OperationTypes.DeleteCluster, key, null, _context.Options.Durations.DeleteCluster, []);
        }
    }

    /// <summary>Begins to update a cluster (<c>desiredX</c>).</summary>
    public ContainerOperation Update(ClusterKey key, JsonObject update)
    {
        lock (_context.Gate)
        {
            var cluster = Get(key);
            RequireIdle(key);
            RequireEtag(update.Text("etag"), cluster.Body.Text("etag"));
            var wishes = ClusterChanges.In(update);
            var change = update.Copy();
            if (update.Text("desiredMasterVersion") is { } version) change["desiredMasterVersion"] = RequireVersion(version, cluster);
            if (update.Text("desiredNodeVersion") is { } nodes) change["desiredNodeVersion"] = RequireVersion(nodes, cluster);
            if (update.Text("desiredNodePoolId") is { Length: > 0 } pool) GetPool(key, pool);
            if (update["desiredLocations"] is not null) PoolRules.CheckZones(update.Texts("desiredLocations"), key.Location);
            PoolRules.CheckWorkloadPool((update["desiredWorkloadIdentityConfig"] as JsonObject)?.Text("workloadPool"), key.Project);
            _tables.Put(cluster.With(body => body["status"] = "RECONCILING"));
            var type = wishes.Contains("desiredMasterVersion") ? OperationTypes.UpgradeMaster : wishes.Contains("desiredNodeVersion") ? OperationTypes.UpgradeNodes : OperationTypes.UpdateCluster;
            return _work.Begin(type, key, null, _context.Options.Durations.UpdateCluster, change);
        }
    }

    /// <summary>Begins to change fields of the cluster's document: labels, logging and the like.</summary>
    internal ContainerOperation Merge(ClusterKey key, string type, JsonObject fields)
    {
        lock (_context.Gate)
        {
            var cluster = Get(key);
            RequireIdle(key);
            _tables.Put(cluster.With(body => body["status"] = "RECONCILING"));
            return _work.Begin(type, key, null, _context.Options.Durations.UpdateCluster, new JsonObject { ["fields"] = fields });
        }
    }

    /// <summary>Begins to create a node pool.</summary>
    /// <param name="request">The <c>nodePool</c> of a create request.</param>
    public ContainerOperation CreatePool(ClusterKey key, JsonObject request)
    {
        lock (_context.Gate)
        {
            var cluster = Get(key);
            RequireStandard(cluster);
            var pool = ClusterDrafts.Pool(cluster, request);
            if (FindPool(key, pool.Name) is not null) throw GoogleException.AlreadyExists($"Already exists: {Links.Cluster(key)}/nodePools/{pool.Name}.");
            RequireIdle(key);
            _rules.Check(pool, cluster);
            _world.Quotas.Require(_world.Projects.Get(key.Project), pool, pool.DesiredPerZone * pool.Zones.Count, cluster.HasPrivateNodes);
            _tables.Put(pool.With(body => body["status"] = "PROVISIONING"));
            return _work.Begin(OperationTypes.CreateNodePool, key, pool.Name, _context.Options.Durations.CreateNodePool, []);
        }
    }

    /// <summary>Begins to delete a node pool. Nobody asks disruption budgets: the real service does not either.</summary>
    public ContainerOperation DeletePool(ClusterKey key, string name)
    {
        lock (_context.Gate)
        {
            var pool = GetPool(key, name);
            RequireIdle(key);
            _tables.Put(pool.With(body => body["status"] = "STOPPING"));
            return _work.Begin(OperationTypes.DeleteNodePool, key, name, _context.Options.Durations.DeleteNodePool, []);
        }
    }

    /// <summary>Begins to update a node pool in place. Scopes and service account are no fields of such an update.</summary>
    public ContainerOperation UpdatePool(ClusterKey key, string name, JsonObject update)
    {
        lock (_context.Gate)
        {
            var pool = GetPool(key, name);
            RequireIdle(key);
            RequireEtag(update.Text("etag"), pool.Body.Text("etag"));
            PoolChanges.In(update);
            if (update.Text("nodeVersion") is { } version) RequireVersion(version, Get(key));
            var changed = pool.With(body => PoolChanges.Apply(body, update));
            _rules.Check(changed, Get(key));
            _tables.Put(pool.With(body => body["status"] = "RECONCILING"));
            var type = PoolChanges.Recreates(update) ? OperationTypes.UpgradeNodes : OperationTypes.UpdateCluster;
            return _work.Begin(type, key, name, _context.Options.Durations.UpdateNodePool, new JsonObject { ["pool"] = update.DeepClone() });
        }
    }

    /// <summary>Begins to set the number of nodes per zone.</summary>
    public ContainerOperation SetSize(ClusterKey key, string name, int nodesPerZone)
    {
        if (nodesPerZone is < 0 or > 1000) throw GoogleException.InvalidArgument($"Invalid value for field \"node_count\": {nodesPerZone}. Must be between 0 and 1000 per zone.");
        lock (_context.Gate)
        {
            var pool = GetPool(key, name);
            RequireIdle(key);
            var more = (nodesPerZone - pool.NodesPerZone) * pool.Zones.Count;
            if (more > 0) _world.Quotas.Require(_world.Projects.Get(key.Project), pool, more, Get(key).HasPrivateNodes);
            _tables.Put(pool.With(body => body["status"] = "RECONCILING"));
            return _work.Begin(OperationTypes.SetNodePoolSize, key, name, _context.Options.Durations.UpdateNodePool, new JsonObject { ["size"] = nodesPerZone });
        }
    }

    /// <summary>Begins to set the autoscaling or the management of a node pool.</summary>
    internal ContainerOperation SetPoolField(ClusterKey key, string name, string field, JsonObject value)
    {
        lock (_context.Gate)
        {
            var pool = GetPool(key, name);
            RequireIdle(key);
            _rules.Check(pool.With(body => body[field] = value.DeepClone()), Get(key));
            var type = field == "management" ? OperationTypes.SetNodePoolManagement : OperationTypes.UpdateCluster;
            return _work.Begin(type, key, name, _context.Options.Durations.UpdateNodePool, new JsonObject { ["field"] = field, ["value"] = value.DeepClone() });
        }
    }

    /// <summary>Begins to take back the last upgrade of a node pool.</summary>
    public ContainerOperation Rollback(ClusterKey key, string name)
    {
        lock (_context.Gate)
        {
            GetPool(key, name);
            RequireIdle(key);
            return _work.Begin(OperationTypes.UpgradeNodes, key, name, _context.Options.Durations.UpdateNodePool, new JsonObject { ["rollback"] = true });
        }
    }

    /// <summary>Ends the soak time of a blue-green upgrade that runs: the old machines go now.</summary>
    public void CompleteUpgrade(ClusterKey key, string name)
    {
        lock (_context.Gate)
        {
            if (!GetPool(key, name).IsBlueGreen || Upgrade(key, name) is not { } running) return;
            var ended = running with { Duration = _context.Now - running.StartTime };
            _tables.Put(ended);
            _work.Plan(ended);
        }
    }

    /// <summary>The upgrade of a node pool that runs now, or null.</summary>
    internal ContainerOperation? Upgrade(ClusterKey key, string name) => _tables.Operations
        .FirstOrDefault(operation => operation is { IsDone: false, Type: OperationTypes.UpgradeNodes } && operation.Cluster == key && operation.NodePool == name);

    /// <summary>Asks to stop an operation: best effort, without effect once it is done.</summary>
    /// <exception cref="GoogleException">404.</exception>
    public void Cancel(string project, string location, string name)
    {
        lock (_context.Gate)
        {
            var operation = FindOperation(project, location, name) ?? throw GoogleException.NotFound($"Not found: projects/{project}/{Links.Place(location)}/operations/{name}.");
            if (operation.IsDone) return;
            _tables.Put(operation with { Status = "ABORTING", ErrorCode = 1, ErrorMessage = "Operation was aborted." });
        }
    }

    /// <summary>After a restart: servers of the clusters run again, unfinished operations go on.</summary>
    internal Task ResumeAsync(CancellationToken cancellation) => _work.ResumeAsync(cancellation);

    private void RequireIdle(ClusterKey key)
    {
        if (_tables.Operations.FirstOrDefault(operation => operation.Cluster == key && !operation.IsDone) is { } busy)
            throw GoogleException.FailedPrecondition($"Operation {busy.Name} is currently {busy.Doing} {key.Name}. Please wait and try again once it is done.");
    }

    private static void RequireEtag(string? given, string? current)
    {
        if (given is not (null or "") && !Iam.Etags.Same(given, current ?? ""))
            throw GoogleException.Aborted($"The provided etag '{given}' does not match the current etag '{current}'. Please read the resource again and retry.");
    }

    private static string RequireVersion(string asked, Cluster cluster) =>
        Versions.Resolve(asked, (cluster.Body["releaseChannel"] as JsonObject)?.Text("channel")) ?? throw Versions.Unknown(asked);
}
