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
    // As the distribution's own cluster template has them, and enough of them for the whole of Kubeflow.
    private const int Machines = 6;

    private readonly LocalCloudServer _cloud;

    private Rehearsal(LocalCloudServer cloud) => _cloud = cloud;

    public static async Task<Rehearsal> StartAsync(Run run) =>
        new(await LocalCloudServer.StartAsync(new LocalCloudOptions
        {
            Time = run.Surroundings.Time,
            Simulation = new SimulationOptions(),
        }, run.Stop));

    public Task<ClusterAccess> KubeflowAsync(DeploySettings settings, CancellationToken cancellation) =>
        AccessAsync(new ClusterKey(settings.Project.Id, settings.Place.Location, settings.Cluster.Name), settings.Cluster.Name, cancellation);

    public Task<ClusterAccess> ManagementAsync(DeploySettings settings, CancellationToken cancellation) =>
        AccessAsync(new ClusterKey(settings.Management.Project, settings.Management.Location, $"krmapihost-{settings.Management.Name}"), settings.Management.Name, cancellation);

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    private async Task<ClusterAccess> AccessAsync(ClusterKey cluster, string name, CancellationToken cancellation)
    {
        var endpoint = await _cloud.Clusters.StartAsync(cluster, cancellation);
        await _cloud.Clusters.SetNodesAsync(cluster, [.. Enumerable.Range(1, Machines).Select(i => Machine(cluster, i))], cancellation);
        var token = new Secret(_cloud.Clusters.Find(cluster)!.Tokens.AdminToken);
        return new ClusterAccess(name, new Uri($"https://{endpoint.Host}"))
        {
            CertificateAuthority = endpoint.CaPem,
            Credentials = new FixedCredential(new Credential(token)),
        };
    }

    private static NodeSpec Machine(ClusterKey cluster, int number) => new(
        $"gke-{cluster.Name}-pool-{number}", "pool", cluster.Location, "e2-standard-8", Cpus: 8, MemoryMb: 32768, new Dictionary<string, string>(), []);
}
