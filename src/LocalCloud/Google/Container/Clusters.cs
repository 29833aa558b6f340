using System.Text;
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
    private const string InsideAddress = "10.128.0.2";

    private readonly WorldContext _context;
    private readonly GoogleWorld _world;
    private readonly PoolRules _rules;
    private readonly Table<Cluster> _clusters;
    private readonly Table<NodePool> _pools;
    private readonly Table<ContainerOperation> _operations;

    internal Clusters(WorldContext context, GoogleWorld world)
    {
        _context = context;
        _world = world;
        _rules = new PoolRules(world);
        _clusters = context.Table<Cluster>("clusters");
        _pools = context.Table<NodePool>("nodePools");
        _operations = context.Table<ContainerOperation>("containerOperations");
    }

    public IEnumerable<Cluster> All => _clusters.All;

    /// <summary>Zones that do not answer: their clusters are missing in lists, and the answer says so.</summary>
    public ISet<string> UnreachableZones { get; } = new HashSet<string>();

    public IEnumerable<Cluster> In(string project) => _clusters.All.Where(cluster => cluster.Key.Project == project);

    public Cluster? Find(ClusterKey key) => _clusters.Find(key.ToString());

    /// <summary>The cluster, which must be there.</summary>
    /// <exception cref="GoogleException">404.</exception>
    public Cluster Get(ClusterKey key) => Find(key) ?? throw GoogleException.NotFound($"Not found: {Links.Cluster(key)}.");

    public IEnumerable<NodePool> PoolsOf(ClusterKey key) => _pools.All.Where(pool => pool.Cluster == key);

    public NodePool? FindPool(ClusterKey key, string name) => _pools.Find(NodePool.Id(key, name));

    /// <summary>The node pool, which must be there, of a cluster that has pools one may see.</summary>
    /// <exception cref="GoogleException">404; 400 on Autopilot.</exception>
    public NodePool GetPool(ClusterKey key, string name)
    {
        RequireStandard(Get(key));
        return FindPool(key, name) ?? throw GoogleException.NotFound($"nodePool \"{key}/nodePools/{name}\" not found");
    }

    public IEnumerable<ContainerOperation> Operations(string project) => _operations.All.Where(operation => operation.Cluster.Project == project);

    public ContainerOperation? FindOperation(string project, string location, string name) => _operations.Find(ContainerOperation.Identify(project, location, name));

    /// <summary>True when a cluster of the project made its identity pool (<c>P.svc.id.goog</c>) exist.</summary>
    public bool HasWorkloadPool(string project) => _clusters.All.Any(cluster => cluster.WorkloadPool == $"{project}.svc.id.goog");

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
            var (cluster, pools) = Draft(project, location, request);
            foreach (var pool in pools) _world.Quotas.Require(project, pool, DesiredNodes(pool), cluster.HasPrivateNodes);
            Store(cluster.With(body => body["status"] = "PROVISIONING"));
            foreach (var pool in pools) Store(pool.With(body => body["status"] = "PROVISIONING"));
            return Begin(OperationTypes.CreateCluster, cluster.Key, null, _context.Options.Durations.CreateCluster, []);
        }
    }

    /// <summary>Adds a cluster that has been there for long: no operation, running at once.</summary>
    public async Task AddRunningAsync(Project project, string location, JsonObject request, CancellationToken cancellation)
    {
        Cluster cluster;
        lock (_context.Gate)
        {
            (cluster, var pools) = Draft(project, location, request);
            Store(cluster);
            foreach (var pool in pools) Store(pool);
        }

        await StartServerAsync(cluster.Key, cancellation);
    }

    /// <summary>Removes a cluster at once.</summary>
    public async Task RemoveAsync(ClusterKey key, CancellationToken cancellation)
    {
        await _context.ClusterHost.StopAsync(key, cancellation);
        Forget(key);
    }

    /// <summary>Begins to delete a cluster.</summary>
    public ContainerOperation Delete(ClusterKey key)
    {
        lock (_context.Gate)
        {
            var cluster = Get(key);
            RequireIdle(key);
            Store(cluster.With(body => body["status"] = "STOPPING"));
            return Begin(OperationTypes.DeleteCluster, key, null, _context.Options.Durations.DeleteCluster, []);
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
            CheckWorkloadPool((update["desiredWorkloadIdentityConfig"] as JsonObject)?.Text("workloadPool"), key.Project);
            Store(cluster.With(body => body["status"] = "RECONCILING"));
            var type = wishes.Contains("desiredMasterVersion") ? OperationTypes.UpgradeMaster : wishes.Contains("desiredNodeVersion") ? OperationTypes.UpgradeNodes : OperationTypes.UpdateCluster;
            return Begin(type, key, null, _context.Options.Durations.UpdateCluster, change);
        }
    }

    /// <summary>Begins to change fields of the cluster's document: labels, logging and the like.</summary>
    internal ContainerOperation Merge(ClusterKey key, string type, JsonObject fields)
    {
        lock (_context.Gate)
        {
            var cluster = Get(key);
            RequireIdle(key);
            Store(cluster.With(body => body["status"] = "RECONCILING"));
            return Begin(type, key, null, _context.Options.Durations.UpdateCluster, new JsonObject { ["fields"] = fields });
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
            var pool = DraftPool(cluster, request);
            if (FindPool(key, pool.Name) is not null) throw GoogleException.AlreadyExists($"Already exists: {Links.Cluster(key)}/nodePools/{pool.Name}.");
            RequireIdle(key);
            _rules.Check(pool, cluster);
            _world.Quotas.Require(_world.Projects.Get(key.Project), pool, DesiredNodes(pool), cluster.HasPrivateNodes);
            Store(pool.With(body => body["status"] = "PROVISIONING"));
            return Begin(OperationTypes.CreateNodePool, key, pool.Name, _context.Options.Durations.CreateNodePool, []);
        }
    }

    /// <summary>Begins to delete a node pool. Nobody asks disruption budgets: the real service does not either.</summary>
    public ContainerOperation DeletePool(ClusterKey key, string name)
    {
        lock (_context.Gate)
        {
            var pool = GetPool(key, name);
            RequireIdle(key);
            Store(pool.With(body => body["status"] = "STOPPING"));
            return Begin(OperationTypes.DeleteNodePool, key, name, _context.Options.Durations.DeleteNodePool, []);
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
            Store(pool.With(body => body["status"] = "RECONCILING"));
            var type = PoolChanges.Recreates(update) ? OperationTypes.UpgradeNodes : OperationTypes.UpdateCluster;
            return Begin(type, key, name, _context.Options.Durations.UpdateNodePool, new JsonObject { ["pool"] = update.DeepClone() });
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
            Store(pool.With(body => body["status"] = "RECONCILING"));
            return Begin(OperationTypes.SetNodePoolSize, key, name, _context.Options.Durations.UpdateNodePool, new JsonObject { ["size"] = nodesPerZone });
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
            return Begin(type, key, name, _context.Options.Durations.UpdateNodePool, new JsonObject { ["field"] = field, ["value"] = value.DeepClone() });
        }
    }

    /// <summary>Begins to take back the last upgrade of a node pool.</summary>
    public ContainerOperation Rollback(ClusterKey key, string name)
    {
        lock (_context.Gate)
        {
            GetPool(key, name);
            RequireIdle(key);
            return Begin(OperationTypes.UpgradeNodes, key, name, _context.Options.Durations.UpdateNodePool, new JsonObject { ["rollback"] = true });
        }
    }

    /// <summary>Ends the soak time of a blue-green upgrade that runs: the old machines go now.</summary>
    public void CompleteUpgrade(ClusterKey key, string name)
    {
        lock (_context.Gate)
        {
            if (!GetPool(key, name).IsBlueGreen || Upgrade(key, name) is not { } running) return;
            var ended = running with { Duration = _context.Now - running.StartTime };
            Put(ended);
            Plan(ended);
        }
    }

    /// <summary>The upgrade of a node pool that runs now, or null.</summary>
    internal ContainerOperation? Upgrade(ClusterKey key, string name) => _operations.All
        .FirstOrDefault(operation => operation is { IsDone: false, Type: OperationTypes.UpgradeNodes } && operation.Cluster == key && operation.NodePool == name);

    /// <summary>Asks to stop an operation: best effort, without effect once it is done.</summary>
    /// <exception cref="GoogleException">404.</exception>
    public void Cancel(string project, string location, string name)
    {
        lock (_context.Gate)
        {
            var operation = FindOperation(project, location, name) ?? throw GoogleException.NotFound($"Not found: projects/{project}/{Links.Place(location)}/operations/{name}.");
            if (operation.IsDone) return;
            Put(operation with { Status = "ABORTING", ErrorCode = 1, ErrorMessage = "Operation was aborted." });
        }
    }

    /// <summary>After a restart: servers of the clusters run again, unfinished operations go on.</summary>
    internal async Task ResumeAsync(CancellationToken cancellation)
    {
        foreach (var cluster in _clusters.All.Where(cluster => cluster.Status != "PROVISIONING")) await StartServerAsync(cluster.Key, cancellation);
        foreach (var operation in _operations.All.Where(operation => !operation.IsDone))
        {
            // The simulated clock may have run ahead before the restart: nothing takes longer than it would have from now.
            var late = operation.DueAt - _context.Now > operation.Duration ? operation with { StartTime = _context.Now } : operation;
            Put(late);
            Plan(late);
        }
    }

    private ContainerOperation Begin(string type, ClusterKey key, string? pool, TimeSpan duration, JsonObject change)
    {
        var fault = _context.Options.Faults.TakeOperation(type, pool ?? key.Name);
        var operation = new ContainerOperation(Ids.Operation(_context.Now), type, key, pool, _context.Now, duration)
        {
            Change = change,
            ErrorCode = fault?.Code,
            ErrorMessage = fault?.Message,
            Condition = fault?.Condition,
            NodesDespiteFailure = fault?.NodesPerZone,
        };
        Put(operation);
        Plan(operation);
        return operation;
    }

    private void Plan(ContainerOperation operation) => _context.Agenda.Add(operation.DueAt, cancellation => FinishAsync(operation.Id, cancellation));

    private async Task FinishAsync(string id, CancellationToken cancellation)
    {
        if (_operations.Find(id) is not { IsDone: false } operation) return;
        try
        {
            if (operation.ErrorMessage is null) await SucceedAsync(operation, cancellation);
            else await FailAsync(operation, cancellation);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            operation = operation with { ErrorCode = 13, ErrorMessage = $"Internal error: {problem.Message}" };
            MarkFailed(operation);
        }

        Put(operation with { Status = "DONE", EndTime = _context.Now });
    }

    private async Task SucceedAsync(ContainerOperation operation, CancellationToken cancellation)
    {
        switch (operation.Type)
        {
            case OperationTypes.CreateCluster:
                FinishCreate(operation.Cluster);
                await StartServerAsync(operation.Cluster, cancellation);
                break;
            case OperationTypes.DeleteCluster:
                await RemoveAsync(operation.Cluster, cancellation);
                break;
            default:
                Apply(operation);
                await PublishNodesAsync(operation.Cluster, cancellation);
                break;
        }
    }

    private void FinishCreate(ClusterKey key)
    {
        lock (_context.Gate)
        {
            Store(Get(key).With(body => body["status"] = "RUNNING"));
            foreach (var pool in PoolsOf(key).ToList()) Store(pool.With(body => body["status"] = "RUNNING") with { NodesPerZone = DesiredNodes(pool) / pool.Zones.Count });
        }
    }

    private void Forget(ClusterKey key)
    {
        lock (_context.Gate)
        {
            foreach (var pool in PoolsOf(key).ToList()) _pools.Remove(NodePool.Id(key, pool.Name));
            _clusters.Remove(key.ToString());
        }
    }

    private void Apply(ContainerOperation operation)
    {
        lock (_context.Gate)
        {
            var key = operation.Cluster;
            if (operation.Type == OperationTypes.DeleteNodePool) _pools.Remove(NodePool.Id(key, operation.NodePool!));
            else if (operation.NodePool is not null) Store(Changed(FindPool(key, operation.NodePool)!, operation));
            else ApplyToCluster(key, operation.Change);
        }
    }

    private static NodePool Changed(NodePool pool, ContainerOperation operation)
    {
        var change = operation.Change;
        var isRollback = change.Flag("rollback");
        var basis = isRollback && pool.Previous is { } before ? pool with { Body = before } : pool;
        var running = basis.With(body =>
        {
            body["status"] = "RUNNING";
            if (change["pool"] is JsonObject update) PoolChanges.Apply(body, update);
            if (change.Text("field") is { } field) SetField(body, field, (JsonObject)change["value"]!);
        });
        return running with
        {
            NodesPerZone = operation.Type == OperationTypes.CreateNodePool ? DesiredNodes(pool) / pool.Zones.Count : (int)(change.Number("size") ?? pool.NodesPerZone),
            Generation = operation.Type == OperationTypes.UpgradeNodes ? pool.Generation + 1 : pool.Generation,
            Previous = isRollback ? null : operation.Type == OperationTypes.UpgradeNodes ? pool.Body : pool.Previous,
        };
    }

    // Autoscaling that is off is not shown.
    private static void SetField(JsonObject body, string field, JsonObject value)
    {
        if (field == "autoscaling" && !value.Flag("enabled")) body.Remove(field);
        else body[field] = value.DeepClone();
    }

    private void ApplyToCluster(ClusterKey key, JsonObject change)
    {
        Store(Get(key).With(body =>
        {
            body["status"] = "RUNNING";
            if (change["fields"] is JsonObject fields) Replace(body, fields);
            else ClusterChanges.Apply(body, change);
            ShowEndpoint(body);
        }));
        foreach (var pool in PoolsOf(key).ToList())
        {
            if (change.Text("desiredNodePoolId") is { Length: > 0 } named && named != pool.Name) continue;
            if (change["desiredNodePoolAutoscaling"] is JsonObject scaling) Store(pool.With(body => SetField(body, "autoscaling", scaling)));
            if (change.Text("desiredNodeVersion") is { } version) Store(pool.With(body => body["version"] = version) with { Generation = pool.Generation + 1 });
        }
    }

    private static void Replace(JsonObject body, JsonObject fields)
    {
        foreach (var (name, value) in fields) body[name] = value?.DeepClone();
    }

    private async Task FailAsync(ContainerOperation operation, CancellationToken cancellation)
    {
        MarkFailed(operation);
        if (operation.NodesDespiteFailure is not null) await PublishNodesAsync(operation.Cluster, cancellation);
    }

    private void MarkFailed(ContainerOperation operation)
    {
        lock (_context.Gate)
        {
            var condition = new JsonObject { ["message"] = operation.ErrorMessage };
            if (operation.Condition is { } code) condition["code"] = code;
            if (Canonical(operation.ErrorCode) is { } canonical) condition["canonicalCode"] = canonical;
            var nodes = operation.NodesDespiteFailure;
            var failed = operation.Type is not (OperationTypes.CreateCluster or OperationTypes.CreateNodePool) ? "RUNNING" : nodes is null ? "ERROR" : "RUNNING_WITH_ERROR";

            if (operation.NodePool is { } name && FindPool(operation.Cluster, name) is { } pool)
                Store(pool.With(body => Mark(body, failed, condition)) with { NodesPerZone = nodes ?? pool.NodesPerZone });
            else if (operation.NodePool is null && Find(operation.Cluster) is { } cluster)
                Store(cluster.With(body => Mark(body, failed, condition)));
        }
    }

    private static void Mark(JsonObject body, string status, JsonObject condition)
    {
        body["status"] = status;
        if (status != "RUNNING") body["conditions"] = new JsonArray(condition);
    }

    private static string? Canonical(int? code) => code switch { 1 => "CANCELLED", 3 => "INVALID_ARGUMENT", 7 => "PERMISSION_DENIED", 8 => "RESOURCE_EXHAUSTED", 9 => "FAILED_PRECONDITION", 13 => "INTERNAL", 14 => "UNAVAILABLE", _ => null };

    private async Task StartServerAsync(ClusterKey key, CancellationToken cancellation)
    {
        var endpoint = await _context.ClusterHost.StartAsync(key, cancellation);
        lock (_context.Gate)
        {
            if (Find(key) is { } cluster) Store(cluster.With(body => SetEndpoint(body, endpoint)));
        }

        await PublishNodesAsync(key, cancellation);
    }

    private Task PublishNodesAsync(ClusterKey key, CancellationToken cancellation) =>
        _context.ClusterHost.SetNodesAsync(key, [.. PoolsOf(key).SelectMany(pool => pool.Machines())], cancellation);

    private static void SetEndpoint(JsonObject body, ClusterEndpoint endpoint)
    {
        var privacy = body["privateClusterConfig"] as JsonObject ?? (JsonObject)(body["privateClusterConfig"] = new JsonObject());
        var addresses = (JsonObject)body["controlPlaneEndpointsConfig"]!["ipEndpointsConfig"]!;
        foreach (var shown in (JsonObject[])[privacy, addresses])
        {
            shown["privateEndpoint"] = InsideAddress;
            shown["publicEndpoint"] = endpoint.Host;
        }

        body["masterAuth"] = new JsonObject { ["clientCertificateConfig"] = new JsonObject(), ["clusterCaCertificate"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(endpoint.CaPem)) };
        ShowEndpoint(body);
    }

    // A cluster that is reached from inside its network only shows the address nobody reaches from here.
    private static void ShowEndpoint(JsonObject body)
    {
        if (body["privateClusterConfig"] is JsonObject privacy && privacy.Text("publicEndpoint") is { } outside)
            body["endpoint"] = privacy.Flag("enablePrivateEndpoint") ? InsideAddress : outside;
    }

    private (Cluster Cluster, IReadOnlyList<NodePool> Pools) Draft(Project project, string location, JsonObject request)
    {
        PoolRules.CheckLocation(location);
        var key = new ClusterKey(project.Id, location, request.Text("name") ?? "");
        PoolRules.CheckName(key.Name, "cluster.name");
        if (Find(key) is not null) throw GoogleException.AlreadyExists($"Already exists: {Links.Cluster(key)}.");
        PoolRules.CheckZones(request.Texts("locations"), location);
        CheckWorkloadPool((request["workloadIdentityConfig"] as JsonObject)?.Text("workloadPool"), project.Id);
        CheckPoolFields(request);

        var channel = (request["releaseChannel"] as JsonObject)?.Text("channel");
        var asked = request.Text("initialClusterVersion");
        var version = Versions.Resolve(asked, channel) ?? throw UnknownVersion(asked!);
        var cluster = new Cluster(key, Documents.Cluster(request, key, project, version, _context.Now)).With(body => body["status"] = "RUNNING");
        var pools = Documents.PoolsOf(request).Select(pool => DraftPool(cluster, pool)).ToList();
        foreach (var pool in pools) _rules.Check(pool, cluster);
        return (cluster, pools);
    }

    private static NodePool DraftPool(Cluster cluster, JsonObject request)
    {
        var version = cluster.Body.Text("currentNodeVersion")!;
        var body = Documents.NodePool(request, cluster, Versions.Resolve(request.Text("version"), null) is { } asked && request.ContainsKey("version") ? asked : version);
        body["status"] = "RUNNING";
        var pool = new NodePool(cluster.Key, request.Text("name") ?? "", body, 0);
        if (request["initialNodeCount"] is null && body["autoscaling"] is JsonObject scaling) body["initialNodeCount"] = Math.Max(1, scaling.Number("minNodeCount") ?? 0);
        return pool with { NodesPerZone = pool.Zones.Count == 0 ? 0 : DesiredNodes(pool) / pool.Zones.Count };
    }

    private static void CheckPoolFields(JsonObject request)
    {
        if (Documents.IsAutopilot(request)) return;
        if (request["nodePools"] is JsonArray { Count: > 0 })
        {
            if (request.Number("initialNodeCount") > 0) throw GoogleException.InvalidArgument("cluster.initial_node_count and cluster.node_pools[] cannot be set together.");
        }
        else if (request.Number("initialNodeCount") is null or <= 0)
        {
            throw GoogleException.InvalidArgument("Cluster.initial_node_count must be greater than zero.");
        }
    }

    private static void CheckWorkloadPool(string? pool, string project)
    {
        if (pool is not (null or "") && pool != $"{project}.svc.id.goog")
            throw GoogleException.InvalidArgument($"Invalid workload pool \"{pool}\": the only supported value is \"{project}.svc.id.goog\".");
    }

    // With autoscaling the count starts inside its limits.
    private static int DesiredNodes(NodePool pool)
    {
        var perZone = (int)(pool.Body.Number("initialNodeCount") ?? 0);
        if (pool.Body["autoscaling"] is JsonObject scaling && scaling.Flag("enabled") && scaling.Number("maxNodeCount") is > 0 and { } most)
            perZone = (int)Math.Clamp(perZone, scaling.Number("minNodeCount") ?? 0, most);
        return perZone * pool.Zones.Count;
    }

    private void RequireIdle(ClusterKey key)
    {
        if (_operations.All.FirstOrDefault(operation => operation.Cluster == key && !operation.IsDone) is { } busy)
            throw GoogleException.FailedPrecondition($"Operation {busy.Name} is currently {busy.Doing} {key.Name}. Please wait and try again once it is done.");
    }

    private static void RequireEtag(string? given, string? current)
    {
        if (given is not (null or "") && !Iam.Etags.Same(given, current ?? ""))
            throw GoogleException.Aborted($"The provided etag '{given}' does not match the current etag '{current}'. Please read the resource again and retry.");
    }

    private static string RequireVersion(string asked, Cluster cluster) =>
        Versions.Resolve(asked, (cluster.Body["releaseChannel"] as JsonObject)?.Text("channel")) ?? throw UnknownVersion(asked);

    private static GoogleException UnknownVersion(string asked) => GoogleException.InvalidArgument($"Version \"{asked}\" is not supported. Supported versions: {string.Join(", ", Versions.All)}.");

    private void Store(Cluster cluster) => _clusters.Put(cluster.Key.ToString(), cluster);

    private void Store(NodePool pool) => _pools.Put(NodePool.Id(pool.Cluster, pool.Name), pool);

    private void Put(ContainerOperation operation) => _operations.Put(operation.Id, operation);
}
