using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>A deployment whose process is killed, as a machine that goes away kills it: nothing is tidied up, and the next run ends what was begun.</summary>
public sealed class KilledDeployTests
{
    private const int Seed = 20261122;

    [Fact]
    public Task Whenever_it_is_killed_the_next_run_converges() => KillAsync(package: null, Kills(usually: 3));

    [SharedToolFact("kubectl")]
    public async Task Whenever_it_is_killed_while_it_deploys_the_distribution_the_next_run_converges()
    {
        using var package = await UnpackedDistribution.OpenAsync();
        await KillAsync(package.Folder, Kills(usually: 1));
    }

    /// <summary>How many kills; <c>KFT_KILLS=50</c> for a long look.</summary>
    private static int Kills(int usually) => int.TryParse(Environment.GetEnvironmentVariable("KFT_KILLS"), out var asked) ? asked : usually;

    private static async Task KillAsync(string? package, int kills)
    {
        // What is rendered once need not be rendered again after every kill.
        var rendered = Directory.CreateTempSubdirectory("kf-rendered-");
        try
        {
            var whole = await RequestsOfAWholeRunAsync(package, rendered.FullName);
            var random = new Random(Seed);
            for (var i = 0; i < kills; i++) await OneAsync(package, rendered.FullName, random.NextInt64(1, whole));
        }
        finally
        {
            rendered.Delete(recursive: true);
        }
    }

    private static async Task OneAsync(string? package, string rendered, long at)
    {
        await using var cloud = await EmptyAsync(package, rendered);
        await KillAfterAsync(cloud, at);
        LetLocksRunOut(cloud);
        var code = cloud.Run("Deploy", "--lock-timeout=2m");

        Assert.True(code == 0, $"killed after request {at}, seed {Seed}: {cloud.Said}");
        var before = cloud.Server.Requests.Last;
        cloud.Succeed("Deploy");
        Assert.Empty(cloud.GoogleWritesSince(before));
        Assert.Empty(cloud.WritesSince(before));
        Assert.Single(cloud.Server.Google.ServiceAccounts.In(StandingCloud.Project), account => account.Email.StartsWith("kubeflow-vm@", StringComparison.Ordinal));
    }

    private static async Task<long> RequestsOfAWholeRunAsync(string? package, string rendered)
    {
        await using var cloud = await EmptyAsync(package, rendered);
        cloud.Succeed("Deploy");
        return cloud.Server.Requests.Last;
    }

    private static async Task<StandingCloud> EmptyAsync(string? package, string rendered)
    {
        var cloud = await StandingCloud.EmptyAsync(package);
        cloud.Environment["KFT_RENDER_CACHE_DIRECTORY"] = rendered;
        return cloud;
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
        using var run = ChildRun.Start(cloud, "--target=Deploy");
        await run.UntilAsync(() => cloud.Server.Requests.Last >= requests);
        if (!run.HasExited) await run.KillAsync();
    }
}
