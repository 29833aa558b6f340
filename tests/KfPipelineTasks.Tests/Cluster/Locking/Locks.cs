using KfPipelineTasks.Cluster.Locking;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Locking;

public sealed class Locks
{
    [Fact]
    public async Task A_second_run_waits_until_the_first_has_ended()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var first = await RunLock.TakeAsync(cluster.Door, Options("run 1"), cluster.Output, default);
        var second = RunLock.TakeAsync(cluster.Door, Options("run 2"), cluster.Output, default);
        await Until(() => cluster.Output.Events.OfType<OutputEvent.Awaiting>().Any(a => a.Left[0].StartsWith("run 1 holds it since", StringComparison.Ordinal)));
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await using var mine = await second;
        Assert.Equal("run 2", Holder(cluster));
    }

    [Fact]
    public async Task A_lock_that_nobody_renews_is_explained_and_taken_over()
    {
        await using var cluster = await LocalCluster.StartAsync();
        await using var first = await RunLock.TakeAsync(cluster.Door, Options("run 1"), cluster.Output, default);
        cluster.Inside.Client.Patch("leases.coordination.k8s.io", "default", "kf-pipeline-tasks", d => d["spec"]!["renewTime"] = "2020-01-01T00:00:00.000000Z");
        await using var second = await RunLock.TakeAsync(cluster.Door, Options("run 2"), cluster.Output, default);
        Assert.Contains(cluster.Output.Events.OfType<OutputEvent.Line>(), l => l.Text.Contains("The lock of run 1 was stale", StringComparison.Ordinal));
        Assert.Equal("run 2", Holder(cluster));
        Assert.Equal(1, cluster.Get("leases.coordination.k8s.io", "default", "kf-pipeline-tasks")!["spec"]!["leaseTransitions"]!.GetValue<long>());
    }

    [Fact]
    public async Task Whoever_lost_the_lock_is_told()
    {
        await using var cluster = await LocalCluster.StartAsync();
        await using var first = await RunLock.TakeAsync(cluster.Door, Options("run 1") with { Duration = TimeSpan.FromMilliseconds(300) }, cluster.Output, default);
        cluster.Inside.Client.Patch("leases.coordination.k8s.io", "default", "kf-pipeline-tasks", d => d["spec"]!["holderIdentity"] = "run 2");
        await Until(() => first.Lost.IsCancellationRequested);
        await first.DisposeAsync();
        Assert.Equal("run 2", Holder(cluster));
    }

    [Fact]
    public async Task Waiting_has_an_end_that_names_the_holder()
    {
        await using var cluster = await LocalCluster.StartAsync();
        await using var first = await RunLock.TakeAsync(cluster.Door, Options("https://ci/run/1"), cluster.Output, default);
        var error = await Assert.ThrowsAsync<DeployException>(() => RunLock.TakeAsync(cluster.Door, Options("run 2") with { Patience = TimeSpan.Zero }, cluster.Output, default));
        Assert.Contains("https://ci/run/1 holds the lock", error.Message, StringComparison.Ordinal);
        Assert.Contains("kubectl delete lease", error.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_holder_gets_its_lock_back_after_a_crash()
    {
        await using var cluster = await LocalCluster.StartAsync();
        await using var first = await RunLock.TakeAsync(cluster.Door, Options("run 1"), cluster.Output, default);
        await using var again = await RunLock.TakeAsync(cluster.Door, Options("run 1") with { Patience = TimeSpan.Zero }, cluster.Output, default);
        Assert.Equal("run 1", Holder(cluster));
    }

    private static LockOptions Options(string holder) => new(holder) { Reminder = TimeSpan.FromMilliseconds(50), LookMost = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromSeconds(20) };

    private static string? Holder(LocalCluster cluster) => cluster.Get("leases.coordination.k8s.io", "default", "kf-pipeline-tasks")!["spec"]!["holderIdentity"]?.GetValue<string>();

    private static async Task Until(Func<bool> there)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!there()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }
}
