using System.Diagnostics;
using KfPipelineTasks.Build;

namespace Build.Tests.Scenarios;

/// <summary>A deployment whose process is killed, as a machine that goes away kills it: nothing is tidied up, and the next run ends what was begun.</summary>
public sealed class KilledDeployTests
{
    /// <summary>How many kills; <c>KFT_KILLS=50</c> for a long look.</summary>
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("KFT_KILLS"), out var asked) ? asked : 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Whenever_it_is_killed_the_next_run_converges()
    {
        var whole = await RequestsOfAWholeRunAsync();
        var random = new Random(20261122);
        for (var i = 0; i < Kills; i++)
        {
            await using var cloud = await StandingCloud.EmptyAsync();
            var at = random.NextInt64(1, whole);

            await KillAfterAsync(cloud, at);
            LetLocksRunOut(cloud);
            var code = cloud.Run("Deploy", "--lock-timeout=2m");

            Assert.True(code == 0, $"killed after request {at}, seed 20261122: {cloud.Said}");
            var before = cloud.Server.Requests.Last;
            cloud.Succeed("Deploy");
            Assert.Empty(cloud.GoogleWritesSince(before));
            Assert.Empty(cloud.WritesSince(before));
            Assert.Single(cloud.Server.Google.ServiceAccounts.In(StandingCloud.Project), account => account.Email.StartsWith("kubeflow-vm@", StringComparison.Ordinal));
        }
    }

    private static async Task<long> RequestsOfAWholeRunAsync()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        cloud.Succeed("Deploy");
        return cloud.Server.Requests.Last;
    }

    // As a minute without a sign of life does.
    private static void LetLocksRunOut(StandingCloud cloud)
    {
        foreach (var client in cloud.Server.Clusters.Running.Select(cluster => cluster.Client))
        {
            foreach (var name in client.Scan("leases.coordination.k8s.io", "default").Select(lease => lease.Name).ToList())
                client.Patch("leases.coordination.k8s.io", "default", name, lease => lease["spec"]!["renewTime"] = "2026-01-01T00:00:00.000000Z");
        }
    }

    private static async Task KillAfterAsync(StandingCloud cloud, long requests)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KfProgram).Assembly.Location, "--target=Deploy"]) { WorkingDirectory = cloud.Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in cloud.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var deadline = new CancellationTokenSource(Patience);
        while (cloud.Server.Requests.Last < requests && !process.HasExited) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, deadline.Token);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(deadline.Token);
        await said;
    }
}
