using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>The real distribution, from nothing to a connection for several users and back to nothing.</summary>
public sealed class RealPackageTests
{
    [SharedToolFact("kubectl")]
    public async Task It_comes_is_connected_and_goes_and_leaves_only_storage()
    {
        using var package = await UnpackedDistribution.OpenAsync();
        await using var cloud = await StandingCloud.StartAsync(package.Folder);
        cloud.Succeed("Apply EnsureProfile ConnectSdk CheckPipelines");
        Assert.Contains("8 checks passed", cloud.Said, StringComparison.Ordinal);

        var before = cloud.Server.Requests.Last;
        cloud.Succeed("ConnectSdk");
        Assert.DoesNotContain("warning", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(cloud.WritesSince(before));

        Assert.Equal(0, cloud.Run("Teardown", "--confirm=kubeflow", "--delete-storage=kubeflow/katib-mysql"));
        Assert.Null(cloud.Server.Clusters.Find(cloud.KubeflowKey));
        Assert.Null(cloud.Management.Client.Get("namespaces", null, StandingCloud.Project));
        Assert.NotNull(cloud.Server.Google.Buckets.Find("kubeflow-rehearsal-kfp"));
        Assert.NotEmpty(cloud.Server.Google.SqlInstances.In(StandingCloud.Project));
        // Profiles go while their controller lives; what Config Connector manages goes before what it manages it with.
        Assert.True(Deleted(cloud, "/profiles/team-a") < Deleted(cloud, "/deployments/profiles-deployment"));
        Assert.True(Deleted(cloud, "/containerclusters/kubeflow") < Deleted(cloud, "/configconnectorcontexts/"));
    }

    private static long Deleted(StandingCloud cloud, string path) =>
        cloud.Server.Requests.All.First(request => request.Method == "DELETE" && request.Path.Contains(path, StringComparison.Ordinal)).Number;
}
