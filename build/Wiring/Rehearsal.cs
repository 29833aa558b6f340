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
    private readonly LocalCloudServer _cloud;

    private Rehearsal(LocalCloudServer cloud) => _cloud = cloud;

    public static async Task<Rehearsal> StartAsync(Run run) => new(await LocalCloudServer.StartAsync(
        new LocalCloudOptions
        {
            Time = run.Surroundings.Time,
            Scenario = RehearsalScenario.Of(run.Settings),
            Simulation = new SimulationOptions(),
        },
        run.Stop));

    /// <summary>The way into the Kubeflow cluster.</summary>
    /// <exception cref="DeployException">Nothing has made it.</exception>
    public ClusterAccess Kubeflow(DeploySettings settings) =>
        Access(new ClusterKey(settings.Project.Id, settings.Place.Location, settings.Cluster.Name), settings.Cluster.Name);

    /// <summary>The way into the management cluster.</summary>
    /// <exception cref="DeployException">Nothing has made it.</exception>
    public ClusterAccess Management(DeploySettings settings) =>
        Access(new ClusterKey(settings.Management.Project, settings.Management.Location, $"krmapihost-{settings.Management.Name}"), settings.Management.Name);

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    private ClusterAccess Access(ClusterKey key, string name)
    {
        if (_cloud.Clusters.EndpointOf(key) is not { } endpoint || _cloud.Clusters.Find(key) is not { } cluster)
            throw new DeployException($"cluster {name}: connecting to it failed: {key} does not exist.", "Have the package make it (a ContainerCluster object), or choose a variant for a cluster that is there.");
        return new ClusterAccess(name, new Uri($"https://{endpoint.Host}"))
        {
            CertificateAuthority = endpoint.CaPem,
            Credentials = new FixedCredential(new Credential(new Secret(cluster.Tokens.AdminToken))),
        };
    }
}
