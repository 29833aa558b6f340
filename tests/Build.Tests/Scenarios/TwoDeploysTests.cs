using LocalCloud.Kube;
using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>Two deployments of one installation at once, each in a process of its own: the second waits for the first, or stops and says who it is.</summary>
public sealed class TwoDeploysTests
{
    [ToolFact("sh")]
    public async Task The_second_waits_for_the_first_or_stops_and_names_it()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        using var first = ChildRun.Start(cloud, "--target=Deploy");
        // It holds the lock of the Kubeflow cluster and takes its time.
        await first.UntilAsync(() => cloud.Server.Clusters.Find(cloud.KubeflowKey) is { } cluster && HolderOf(cluster) is { Length: > 0 });
        first.Signal("STOP");
        var holder = $"process {first.Id}";
        Assert.EndsWith(holder, HolderOf(cloud.Kubeflow), StringComparison.Ordinal);

        using var hasty = ChildRun.Start(cloud, "--target=Deploy", "--lock-timeout=1s");
        Assert.True(await hasty.ExitAsync() == 1, hasty.Said);
        Assert.Matches($"{holder} holds the lock Lease.coordination.k8s.io default/[^ ]+ since .* and is alive", hasty.Said);
        Assert.Contains("Wait until that run has ended", hasty.Said, StringComparison.Ordinal);

        using var patient = ChildRun.Start(cloud, "--target=Deploy");
        await patient.UntilAsync(() => patient.Said.Contains($"{holder} holds it since", StringComparison.Ordinal));
        Assert.False(patient.HasExited, patient.Said);
        first.Signal("CONT");

        Assert.True(await first.ExitAsync() == 0, first.Said);
        Assert.True(await patient.ExitAsync() == 0, patient.Said);
        Assert.Equal("", HolderOf(cloud.Kubeflow));
        var before = cloud.Server.Requests.Last;
        cloud.Succeed("Deploy");
        Assert.Empty(cloud.WritesSince(before));
    }

    private static string? HolderOf(KubeCluster cluster) => cluster.Client.List("leases.coordination.k8s.io", "default")
        .Select(lease => (string?)lease["spec"]?["holderIdentity"]).FirstOrDefault(identity => identity is not null);
}
