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

    [Fact]
    public async Task A_lock_of_a_process_of_this_machine_that_has_ended_is_taken_over_at_once()
    {
        var here = HolderProcess.Current();
        if (here is null) return;
        await using var cluster = await LocalCluster.StartAsync();
        // Ids are given out again: another start makes it another process.
        await using var first = await RunLock.TakeAsync(cluster.Door, Options("run 1") with { Process = here with { Started = here.Started - 1 } }, cluster.Output, default);
        await using var second = await RunLock.TakeAsync(cluster.Door, Options("run 2") with { Process = here, Patience = TimeSpan.Zero }, cluster.Output, default);
        Assert.Contains(cluster.Output.Events.OfType<OutputEvent.Line>(), l => l.Text.Contains($"The lock of run 1 is left over: its process {here.Id} ran on this machine and has ended", StringComparison.Ordinal));
        Assert.Equal("run 2", Holder(cluster));
    }

    [Fact]
    public async Task A_lock_of_a_process_that_lives_or_cannot_be_seen_is_waited_for()
    {
        var here = HolderProcess.Current() ?? new HolderProcess("boot", "space", 1, 2);
        await using var cluster = await LocalCluster.StartAsync();
        foreach (var other in new[] { here, here with { Boot = "another-machine", Started = 0 }, here with { Space = "another-container", Started = 0 } })
        {
            await using var first = await RunLock.TakeAsync(cluster.Door, Options("run 1") with { Process = other }, cluster.Output, default);
            foreach (var holder in new[] { "run 1", "run 2" })
            {
                var mine = Options(holder) with { Process = here with { Id = here.Id + 1 }, Patience = TimeSpan.Zero };
                await Assert.ThrowsAsync<DeployException>(() => RunLock.TakeAsync(cluster.Door, mine, cluster.Output, default));
            }
        }
    }

    [Fact]
    public void A_process_is_known_by_more_than_its_id()
    {
        if (HolderProcess.Current() is not { } here) return;
        Assert.False(here.HasEnded());
        Assert.True((here with { Started = here.Started + 1 }).HasEnded());
        Assert.False((here with { Boot = "x", Started = 0 }).HasEnded());
        Assert.Equal(here, HolderProcess.Parse(here.ToString()));
        Assert.Null(HolderProcess.Parse("user@machine"));
        Assert.Null(HolderProcess.Of(int.MaxValue));
    }

    private static LockOptions Options(string holder) => new(holder) { Reminder = TimeSpan.FromMilliseconds(50), LookMost = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromSeconds(20) };

    private static string? Holder(LocalCluster cluster) => cluster.Get("leases.coordination.k8s.io", "default", "kf-pipeline-tasks")!["spec"]!["holderIdentity"]?.GetValue<string>();

    private static async Task Until(Func<bool> there)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!there()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }
}
