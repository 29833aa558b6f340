using LocalCloud.Host;
using LocalCloud.Kube;
using TestKit;

namespace Cluster.Contract.Servers;

/// <summary>A cluster of LocalCloud.</summary>
public sealed class LocalCloudFixture : IAsyncLifetime
{
    public ApiServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        var key = new ClusterKey("demo", "us-central1", "contract");
        var endpoint = await cloud.Clusters.StartAsync(key, CancellationToken.None);
        Server = new ApiServer(Trust.NewClient(new Uri($"https://{endpoint.Host}"), endpoint.CaPem), endpoint.CaPem, cloud.Clusters.Find(key)!.Tokens.AdminToken, cloud.DisposeAsync);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
