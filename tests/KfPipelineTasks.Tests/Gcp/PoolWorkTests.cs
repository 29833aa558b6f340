using System.Text.RegularExpressions;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.NodePools;
using KfPipelineTasks.Model;
using LocalCloud.Faults;
using LocalCloud.Kube;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class PoolWorkTests
{
    private const string Pools = "/container/v1/projects/kfp-proj/locations/us-central1-a/clusters/kf/nodePools";

    private static readonly PoolWish Wish = new()
    {
        Name = "kf-pool", ServiceAccount = "kubeflow-vm@kfp-proj.iam.gserviceaccount.com", Replace = ["default-pool"],
    };

    [Fact]
    public async Task The_new_pool_comes_before_the_old_one_goes()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab);

        await RunAsync(lab, path, keeper, Wish);

        Assert.Equal([$"POST {Pools}", $"DELETE {Pools}/default-pool"], lab.Wire.Writes.Select(r => r.ToString()));
        Assert.Equal(["remember default-pool: no autoscaling", "cordon default-pool", "drain default-pool"], keeper.Acts);
        Assert.Equal(["kf-pool"], PoolsOf(lab));
    }

    [Fact]
    public async Task The_second_run_asks_at_most_six_times_and_writes_nothing()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab);
        await RunAsync(lab, path, keeper, Wish);
        lab.Wire.Clear();

        var plan = await RunAsync(lab, path, keeper, Wish);

        Assert.True(plan.Plan.IsEmpty);
        Assert.InRange(lab.Wire.Requests.Count, 1, 6);
        Assert.Empty(lab.Wire.Writes);
    }

    [Fact]
    public async Task A_run_that_ends_at_any_request_is_finished_by_the_next_and_nodes_never_run_short()
    {
        var last = await CountAsync();
        for (var at = 0; at < last; at++)
        {
            await using var lab = await StartAsync();
            var (path, keeper) = await ClusterAsync(lab);
            using var kill = new CancellationTokenSource();
            var fewest = int.MaxValue;
            lab.Wire.After = r =>
            {
                fewest = Math.Min(fewest, keeper.Fitting);
                if (r.Index != at || kill.IsCancellationRequested) return;
                kill.Cancel();
                kill.Token.ThrowIfCancellationRequested();
            };
            var ended = await Record.ExceptionAsync(() => RunAsync(lab, path, keeper, Wish, kill.Token));
            // How often an operation is looked at is not the same in every run: one may be through before this request.
            if (lab.Wire.Requests.Count > at) Assert.IsAssignableFrom<OperationCanceledException>(ended);
            lab.Wire.After = _ => fewest = Math.Min(fewest, keeper.Fitting);

            await RunAsync(lab, path, keeper, Wish);

            Assert.Equal(["kf-pool"], PoolsOf(lab));
            Assert.True(fewest >= 3, $"{fewest} nodes when killed after request {at}");
            Assert.Single(lab.Wire.Writes, r => r.Method == "POST");
        }
    }

    [Fact]
    public async Task Pods_that_do_not_leave_keep_both_pools_and_open_the_nodes_again()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab, Autoscaled);
        keeper.Stuck = ["Pod kubeflow/mysql on n0: the disruption budget mysql needs 1 healthy pods and has 1 currently"];

        var error = await Assert.ThrowsAsync<DeployException>(() => RunAsync(lab, path, keeper, Wish));

        Assert.Contains("disruption budget mysql", error.Message, StringComparison.Ordinal);
        Assert.Equal([$"remember default-pool: {Bounds}", "cordon default-pool", "drain default-pool", "reopen default-pool", "forget default-pool"], keeper.Acts);
        Assert.Equal(["default-pool", "kf-pool"], PoolsOf(lab));
        Assert.Equal(Bounds, lab.World.Clusters.FindPool(Key, "default-pool")!.Body["autoscaling"]!.ToJsonString());
    }

    [Fact]
    public async Task A_signal_opens_the_nodes_again_before_the_program_ends()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab, Autoscaled);
        using var stop = new CancellationTokenSource();
        keeper.Draining = () =>
        {
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(lab, path, keeper, Wish, stop.Token));

        Assert.Equal(["reopen default-pool", "forget default-pool"], keeper.Acts[^2..]);
        Assert.Equal(Bounds, lab.World.Clusters.FindPool(Key, "default-pool")!.Body["autoscaling"]!.ToJsonString());
        Assert.Contains(lab.Output.Events, e => e is OutputEvent.Line line && line.Text.Contains("its nodes take Pods again, and autoscaling is as it was", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deletion_that_is_refused_opens_the_nodes_again()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab);
        lab.Wire.Before = r => r.Method == "DELETE" ? Wire.Error(403, "PERMISSION_DENIED", "Required 'container.clusters.update' permission") : null;

        await Assert.ThrowsAsync<GcpException>(() => RunAsync(lab, path, keeper, Wish));

        Assert.Equal(["reopen default-pool", "forget default-pool"], keeper.Acts[^2..]);
        Assert.Equal(["default-pool", "kf-pool"], PoolsOf(lab));
    }

    [Fact]
    public async Task A_pool_that_a_killed_run_left_closed_is_opened_when_it_may_stay()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab);
        await keeper.RememberAsync("default-pool", Bounds, default);

        var plan = await RunAsync(lab, path, keeper, Wish with { Replace = [] });

        Assert.Contains(plan.Plan.Changes, c => c.Because?.Contains("its nodes are opened and autoscaling is put back", StringComparison.Ordinal) == true);
        Assert.Equal(Bounds, lab.World.Clusters.FindPool(Key, "default-pool")!.Body["autoscaling"]!.ToJsonString());
        Assert.Null(keeper.Nodes[0].Memory);
    }

    [Fact]
    public async Task A_creation_that_fails_deletes_nothing_and_the_next_run_tries_again()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab);
        lab.World.Options.Faults.Add(new OperationFault(new Regex("CREATE_NODE_POOL"), new Regex("kf-pool"), "Instance could not be created: ZONE_RESOURCE_POOL_EXHAUSTED: the zone does not have enough resources", Condition: "GCE_STOCKOUT"));

        var error = await Assert.ThrowsAsync<GcpException>(() => RunAsync(lab, path, keeper, Wish));
        Assert.Contains("another zone", error.Next, StringComparison.Ordinal);
        Assert.Contains("default-pool", PoolsOf(lab));
        await RunAsync(lab, path, keeper, Wish);

        Assert.Equal(["kf-pool"], PoolsOf(lab));
    }

    [Fact]
    public async Task A_busy_cluster_is_waited_for()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab);
        lab.World.Clusters.SetSize(Key, "default-pool", 4);

        await RunAsync(lab, path, keeper, Wish);

        Assert.Equal(["kf-pool"], PoolsOf(lab));
    }

    [Fact]
    public async Task Autopilot_is_never_asked_for_its_pools()
    {
        await using var lab = await StartAsync();
        var path = await lab.AddClusterAsync("kf", """{"autopilot":{"enabled":true}}""", "us-central1");

        var plan = await new PoolWork(lab.Google, new WorldKeeper(lab.World, path)).PlanAsync(path, Wish, CancellationToken.None);

        Assert.Equal(Outcome.Skipped, Assert.Single(plan.Plan.Changes).Outcome);
        Assert.DoesNotContain(lab.Wire.Requests, r => r.Path.Contains("nodePools", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kg", GcpLab.Zone, "Did you mean 'kf'?")]
    [InlineData("kf", "europe-west1", "There is one of that name in us-central1-a.")]
    public async Task A_cluster_that_is_not_there_is_looked_for_elsewhere(string name, string location, string hint)
    {
        await using var lab = await StartAsync();
        var (_, keeper) = await ClusterAsync(lab);

        var error = await Assert.ThrowsAsync<UsageException>(() => new PoolWork(lab.Google, keeper).PlanAsync(new ClusterPath(GcpLab.Project, location, name), Wish, CancellationToken.None));

        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_type_that_the_zone_does_not_have_is_refused_with_the_nearest()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab);

        var error = await Assert.ThrowsAsync<UsageException>(() => new PoolWork(lab.Google, keeper).PlanAsync(path, Wish with { MachineType = "e2-standart-4" }, CancellationToken.None));

        Assert.Contains("'e2-standard-4'", error.Message, StringComparison.Ordinal);
    }

    private const string Bounds = """{"enabled":true,"minNodeCount":3,"maxNodeCount":5}""";
    private const string Autoscaled = $""", "autoscaling":{Bounds}""";

    private static ClusterKey Key => new(GcpLab.Project, GcpLab.Zone, "kf");

    private static async Task<GcpLab> StartAsync()
    {
        var lab = await GcpLab.StartAsync();
        lab.World.ServiceAccounts.Create(GcpLab.Project, "kubeflow-vm");
        return lab;
    }

    private static async Task<(ClusterPath Path, WorldKeeper Keeper)> ClusterAsync(GcpLab lab, string more = "")
    {
        var path = await lab.AddClusterAsync("kf", $$"""{"nodePools":[{"name":"default-pool","initialNodeCount":3,"config":{"machineType":"n1-standard-2"}{{more}} }]}""");
        return (path, new WorldKeeper(lab.World, path));
    }

    private static async Task<PoolPlan> RunAsync(GcpLab lab, ClusterPath path, WorldKeeper keeper, PoolWish wish, CancellationToken cancellation = default)
    {
        var work = new PoolWork(lab.Google, keeper);
        var plan = await work.PlanAsync(path, wish, cancellation);
        if (!plan.Plan.IsEmpty) await work.ActAsync(path, wish, plan, cancellation);
        return plan;
    }

    private static IEnumerable<string> PoolsOf(GcpLab lab) => lab.World.Clusters.PoolsOf(Key).Select(p => p.Name).Order();

    private static async Task<int> CountAsync()
    {
        await using var lab = await StartAsync();
        var (path, keeper) = await ClusterAsync(lab);
        await RunAsync(lab, path, keeper, Wish);
        return lab.Wire.Requests.Count;
    }
}
