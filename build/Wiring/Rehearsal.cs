using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Simulation;

namespace KfPipelineTasks.Build.Wiring;

/// <summary>A cloud inside the process: Google Cloud and its clusters on 127.0.0.1, for the length of one run.</summary>
internal sealed partial class Rehearsal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly LocalCloudServer _cloud;
    private readonly TimeProvider _time;

    private Rehearsal(LocalCloudServer cloud, TimeProvider time) => (_cloud, _time) = (cloud, time);

    public static async Task<Rehearsal> StartAsync(Run run) => new(await LocalCloudServer.StartAsync(
        new LocalCloudOptions
        {
            Time = run.Surroundings.Time,
            Scenario = RehearsalScenario.Of(run.Settings),
            Simulation = new SimulationOptions(),
        },
        run.Stop), run.Surroundings.Time);

    /// <summary>The way into the Kubeflow cluster.</summary>
    /// <exception cref="DeployException">Nothing has made it.</exception>
    public Task<ClusterAccess> KubeflowAsync(DeploySettings settings, CancellationToken cancellation)
    {
        var named = RehearsalScenario.Complete(settings);
        return AccessAsync(new ClusterKey(named.Project.Id, named.Place.Location, named.Cluster.Name), named.Cluster.Name, cancellation);
    }

    /// <summary>The way into the management cluster.</summary>
    /// <exception cref="DeployException">Nothing has made it.</exception>
    public Task<ClusterAccess> ManagementAsync(DeploySettings settings, CancellationToken cancellation) =>
        AccessAsync(new ClusterKey(settings.Management.Project, settings.Management.Location, $"krmapihost-{settings.Management.Name}"), settings.Management.Name, cancellation);

    public ValueTask DisposeAsync()
    {
        _names?.Dispose();
        return _cloud.DisposeAsync();
    }

    private async Task<ClusterAccess> AccessAsync(ClusterKey key, string name, CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        LocalCloud.Kube.ClusterEndpoint? endpoint;
        // A cluster that is being made has no endpoint yet; one that nobody makes never will have.
        while ((endpoint = _cloud.Clusters.EndpointOf(key)) is null && _cloud.Google.Clusters.Find(key) is not null && _time.GetElapsedTime(started) < Patience)
            await Task.Delay(Pause, _time, cancellation);
        if (endpoint is null || _cloud.Clusters.Find(key) is not { } cluster)
            throw new DeployException($"cluster {name}: connecting to it failed: {key} does not exist.", "Have the package make it (a ContainerCluster object), or choose a variant for a cluster that is there.");
        return new ClusterAccess(name, new Uri($"https://{endpoint.Host}"))
        {
            CertificateAuthority = endpoint.CaPem,
            Credentials = new FixedCredential(new Credential(new Secret(cluster.Tokens.AdminToken))),
        };
    }
}
