using System.Text.Json.Nodes;
using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>The work on clusters: how it begins, and what is different when its time has come.</summary>
internal sealed class ClusterWork(WorldContext context, ClusterTables tables)
{
    /// <summary>After a restart: servers of the clusters run again, unfinished operations go on.</summary>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        foreach (var cluster in tables.Clusters.Where(cluster => cluster.Status is not ("PROVISIONING" or "ERROR"))) await StartServerAsync(cluster.Key, cancellation);
        foreach (var operation in tables.Operations.Where(operation => !operation.IsDone))
        {
            // The simulated clock may have run ahead before the restart: nothing takes longer than it would have from now.
            var late = operation.DueAt - context.Now > operation.Duration ? operation with { StartTime = context.Now } : operation;
            tables.Put(late);
            Plan(late);
        }
    }

    /// <summary>Begins work on a cluster or a pool of it.</summary>
    /// <param name="change">What it will change, in a form of its own per type.</param>
    public ContainerOperation Begin(string type, ClusterKey key, string? pool, TimeSpan duration, JsonObject change)
    {
        var fault = context.Options.Faults.TakeOperation(type, pool ?? key.Name);
        var operation = new ContainerOperation(Ids.Operation(context.Now), type, key, pool, context.Now, duration)
        {
            Change = change,
            ErrorCode = fault?.Code,
            ErrorMessage = fault?.Message,
            Condition = fault?.Condition,
            NodesDespiteFailure = fault?.NodesPerZone,
        };
        tables.Put(operation);
        Plan(operation);
        return operation;
    }

    /// <summary>Puts the end of work into the agenda; work that ended by then is left alone.</summary>
    public void Plan(ContainerOperation operation) => context.Agenda.Add(operation.DueAt, cancellation => FinishAsync(operation.Id, cancellation));

    private async Task FinishAsync(string id, CancellationToken cancellation)
    {
        if (tables.FindOperation(id) is not { IsDone: false } operation) return;
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

        tables.Put(operation with { Status = "DONE", EndTime = context.Now });
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
        lock (context.Gate)
        {
            tables.Put(tables.Find(key)!.With(body => body["status"] = "RUNNING"));
            foreach (var pool in tables.PoolsOf(key).ToList()) tables.Put(pool.With(body => body["status"] = "RUNNING") with { NodesPerZone = pool.DesiredPerZone });
        }
    }

    private void Apply(ContainerOperation operation)
    {
        lock (context.Gate)
        {
            var key = operation.Cluster;
            if (operation.Type == OperationTypes.DeleteNodePool) tables.RemovePool(key, operation.NodePool!);
            else if (operation.NodePool is not null) tables.Put(Changed(tables.FindPool(key, operation.NodePool)!, operation));
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
            NodesPerZone = operation.Type == OperationTypes.CreateNodePool ? pool.DesiredPerZone : (int)(change.Number("size") ?? pool.NodesPerZone),
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
        tables.Put(tables.Find(key)!.With(body =>
        {
            body["status"] = "RUNNING";
            if (change["fields"] is JsonObject fields) Replace(body, fields);
            else ClusterChanges.Apply(body, change);
            EndpointFields.Show(body);
        }));
        foreach (var pool in tables.PoolsOf(key).ToList())
        {
            if (change.Text("desiredNodePoolId") is { Length: > 0 } named && named != pool.Name) continue;
            tables.Put(Changed(pool, change));
        }
    }

    private static NodePool Changed(NodePool pool, JsonObject change)
    {
        var version = change.Text("desiredNodeVersion");
        var changed = pool.With(body =>
        {
            if (change["desiredLocations"] is JsonArray zones) body["locations"] = zones.DeepClone();
            if (change["desiredNodePoolAutoscaling"] is JsonObject scaling) SetField(body, "autoscaling", scaling);
            if (version is not null) body["version"] = version;
        });
        return version is null ? changed : changed with { Generation = pool.Generation + 1 };
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
        lock (context.Gate)
        {
            var condition = new JsonObject { ["message"] = operation.ErrorMessage };
            if (operation.Condition is { } code) condition["code"] = code;
            if (Canonical(operation.ErrorCode) is { } canonical) condition["canonicalCode"] = canonical;
            var nodes = operation.NodesDespiteFailure;
            var failed = operation.Type is not (OperationTypes.CreateCluster or OperationTypes.CreateNodePool) ? "RUNNING" : nodes is null ? "ERROR" : "RUNNING_WITH_ERROR";

            if (operation.NodePool is { } name && tables.FindPool(operation.Cluster, name) is { } pool)
                tables.Put(pool.With(body => Mark(body, failed, condition)) with { NodesPerZone = nodes ?? pool.NodesPerZone });
            else if (operation.NodePool is null && tables.Find(operation.Cluster) is { } cluster)
                tables.Put(cluster.With(body => Mark(body, failed, condition)));
        }
    }

    private static void Mark(JsonObject body, string status, JsonObject condition)
    {
        body["status"] = status;
        if (status != "RUNNING") body["conditions"] = new JsonArray(condition);
    }

    private static string? Canonical(int? code) => code switch { 1 => "CANCELLED", 3 => "INVALID_ARGUMENT", 7 => "PERMISSION_DENIED", 8 => "RESOURCE_EXHAUSTED", 9 => "FAILED_PRECONDITION", 13 => "INTERNAL", 14 => "UNAVAILABLE", _ => null };

    /// <summary>Stops the API server of a cluster, and forgets the cluster.</summary>
    public async Task RemoveAsync(ClusterKey key, CancellationToken cancellation)
    {
        await context.ClusterHost.StopAsync(key, cancellation);
        lock (context.Gate) tables.Remove(key);
    }

    /// <summary>Starts the API server of a cluster, and gives it its nodes.</summary>
    public async Task StartServerAsync(ClusterKey key, CancellationToken cancellation)
    {
        var endpoint = await context.ClusterHost.StartAsync(key, cancellation);
        lock (context.Gate)
        {
            if (tables.Find(key) is { } cluster) tables.Put(cluster.With(body => EndpointFields.Set(body, endpoint)));
        }

        await PublishNodesAsync(key, cancellation);
    }

    private Task PublishNodesAsync(ClusterKey key, CancellationToken cancellation) =>
        context.ClusterHost.SetNodesAsync(key, [.. tables.PoolsOf(key).SelectMany(pool => pool.Machines())], cancellation);
}
