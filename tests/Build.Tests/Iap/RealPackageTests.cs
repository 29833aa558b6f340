using TestKit;

namespace Build.Tests.Iap;

/// <summary>The way in to the distribution as it is published.</summary>
public sealed class RealPackageTests
{
    [SharedToolFact("kubectl")]
    public async Task The_distribution_is_applied_and_led_in_to_without_its_scripts()
    {
        // Its own Config Connector objects make the cluster and the address.
        using var package = await UnpackedDistribution.OpenAsync();
        await using var lab = await IapLab.StartAsync(WithoutCluster, package.Folder);
        await lab.DoneAsync("Apply");
        await lab.DoneAsync("ConfigureIap");

        Assert.Equal($"/projects/123456789012/global/backendServices/{lab.BackendId}", lab.Audience);
        Assert.Equal(lab.World.Addresses.Find("kf-project", "global", "kubeflow-ip")!.Ip, lab.World.Names.AddressOf(IapLab.Host));
        foreach (var (kind, name) in new[] { ("deployments.apps", "iap-enabler"), ("deployments.apps", "cloud-endpoints-enabler"), ("statefulsets.apps", "backend-updater") })
            Assert.Equal(0, lab.Object(kind, "istio-system", name)["spec"]!["replicas"]!.GetValue<long>());
        Assert.Equal(401, await lab.FromOutsideAsync());
        Assert.Empty(await lab.DoneAsync("Apply"));
        Assert.Empty(await lab.DoneAsync("ConfigureIap"));
    }

    private static string WithoutCluster(string scenario)
    {
        var (from, to) = (scenario.IndexOf("  clusters:", StringComparison.Ordinal), scenario.IndexOf("  configControllers:", StringComparison.Ordinal));
        return scenario.Remove(from, to - from).Replace("  addresses: [kubeflow-ip]\n", "", StringComparison.Ordinal).Replace("krmapihosting]", "krmapihosting, sqladmin, storage, iamcredentials]", StringComparison.Ordinal)
            .Replace("[\"user:owner@example.com\"]", "[\"user:owner@example.com\", \"serviceAccount:service-123456789012@gcp-sa-yakima.iam.gserviceaccount.com\"]", StringComparison.Ordinal);
    }
}
