using System.Formats.Tar;
using System.IO.Compression;
using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>The real distribution, from nothing to a connection for several users and back to nothing.</summary>
public sealed class RealPackageTests
{
    [SharedFact("data", "kubeflow-distribution-1.8.tar.gz")]
    public async Task It_comes_is_connected_and_goes_and_leaves_only_storage()
    {
        var folder = Directory.CreateTempSubdirectory("kf-real-");
        try
        {
            await using (var file = File.OpenRead(SharedData.Path("data", "kubeflow-distribution-1.8.tar.gz")))
            await using (var unpacked = new GZipStream(file, CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(unpacked, folder.FullName, overwriteFiles: false);
            await using var cloud = await StandingCloud.StartAsync(Path.Combine(folder.FullName, "kubeflow-distribution-1.8"));
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
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Deleted(StandingCloud cloud, string path) =>
        cloud.Server.Requests.All.First(request => request.Method == "DELETE" && request.Path.Contains(path, StringComparison.Ordinal)).Number;
}
