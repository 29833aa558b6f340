using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Preflight;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>
/// The online half of Validate: what the settings promise is looked up in Google Cloud, as far as the tasks of this run need it. Asked
/// for by itself, Validate looks at everything that a deployment needs. Nothing is written.
/// </summary>
internal sealed class OnlineChecks(DeployContext context)
{
    private readonly DeploySettings _settings = context.Settings;
    private readonly IReadOnlyList<string> _tasks = context.Run.IsTarget(nameof(Validate)) ? [.. TaskNeeds.All.Select(n => n.Task)] : context.Run.Outcome.Tasks;

    /// <summary>True when something of the run needs Google.</summary>
    public bool AreNeeded => _tasks.Any(task => TaskNeeds.Of(task, _settings) is not null || TaskNeeds.GoesInside(task, _settings));

    /// <summary>Looks, shows what was seen, and adds what is wrong.</summary>
    public async Task RunAsync(Problems problems)
    {
        try
        {
            var cloud = await context.Run.Doors.GoogleAsync();
            var result = await new PreflightWork(cloud, ReachAsync).RunAsync(Wish(), context.Stop);
            if (context.Run.IsTarget(nameof(Validate)) || result.Problems.Any()) context.Output.Show(result.Table);
            else context.Output.Info($"Google Cloud knows this run as {result.All[0].Verdict.Because}.");
            problems.AddRange(result.Problems);
        }
        catch (UsageException e)
        {
            // There are no credentials, or of a kind that is not taken.
            problems.AddRange(e.Problems);
            context.Output.Detail("Validate --offline looks at the settings alone.");
        }
    }

    internal PreflightWish Wish()
    {
        var needs = _tasks.Select(task => TaskNeeds.Of(task, _settings)).OfType<TaskNeed>().ToList();
        var (nodes, cluster) = (Has(nameof(EnsureNodePool)), new ClusterPath(_settings.Project.Id, _settings.Place.Location, _settings.Cluster.Name));
        return new PreflightWish
        {
            Project = _settings.Project.Id,
            Number = _settings.Project.Number,
            Spends = nodes || Has(nameof(EnsureCluster)) || Has(nameof(EnableServices)) || Has(nameof(EnsureArtifactBucket)) || Has(nameof(EnsureManagementCluster)),
            Services = Has(nameof(EnableServices)) ? [.. EnableServices.Wanted(_settings).Select(w => new ServiceNeed(w.Project, w.Services))] : [],
            Permissions = [.. needs.SelectMany(Permissions)],
            Places = nodes || Has(nameof(EnsureCluster)) || Has(nameof(EnsureArtifactBucket)) || Has(nameof(EnsureManagementCluster)) ? Places() : [],
            Roles = Has(nameof(EnsureServiceAccount)) ? _settings.ServiceAccount.Roles : [],
            Cluster = nodes || Has(nameof(EnsureCluster)) || Has(nameof(EnsurePipelinesSecret)) ? cluster : null,
            ClusterMaker = _settings.NeedsManagementCluster ? "Apply makes it with the package" : Has(nameof(EnsureCluster)) ? "EnsureCluster makes it" : null,
            ClusterNameIsOurs = _settings.NeedsManagementCluster,
            Pool = nodes || Has(nameof(EnsureCluster)) ? EnsureNodePool.Wish(_settings) : null,
            Management = Has(nameof(EnsureManagementCluster)) ? EnsureManagementCluster.Wish(_settings) : null,
            Bucket = Has(nameof(EnsureArtifactBucket)) ? _settings.Storage.Bucket : null,
            ServiceAccount = Has(nameof(EnsureServiceAccount)) ? EnsureServiceAccount.Wish(_settings).Email : null,
        };

        bool Has(string task) => needs.Exists(n => n.Task == task);
    }

    private IEnumerable<PermissionNeed> Permissions(TaskNeed need)
    {
        var (kubeflow, management) = (_settings.Project.Id, _settings.Management.Project);
        if (need.InManagement is not { } elsewhere) return [new PermissionNeed(need.Task, kubeflow, need.InKubeflow, need.Roles)];
        return management == kubeflow
            ? [new PermissionNeed(need.Task, kubeflow, [.. need.InKubeflow.Union(elsewhere).Order(StringComparer.Ordinal)], need.Roles)]
            : [new PermissionNeed(need.Task, kubeflow, need.InKubeflow, need.Roles), new PermissionNeed(need.Task, management, elsewhere, need.Roles)];
    }

    private IReadOnlyList<PlaceNeed> Places() =>
    [
        .. new PlaceNeed[] { new("location", _settings.Place.Location), new("region", _settings.Place.Region), new("zone", _settings.Place.Zone) }
            .Where(p => p.Place.Length > 0).DistinctBy(p => p.Place),
    ];

    private async Task<Verdict> ReachAsync(ClusterDetails cluster, CancellationToken cancellation)
    {
        var path = new ClusterPath(_settings.Project.Id, cluster.Location, cluster.Name);
        try
        {
            using var door = new ClusterDoor(await context.Run.Doors.GkeAccessAsync(path, cluster, _settings.Cluster.Endpoint), ClusterLook.Impatient, context.Time);
            await door.PinAsync(cancellation);
            return Verdict.Ready($"its {Words.Of(_settings.Cluster.Endpoint)} endpoint answers");
        }
        catch (Exception e) when (e is KubeError or UsageException)
        {
            var next = (e as DeployException)?.Next;
            return Verdict.Failed(e is KubeError error ? error.Said : e.Message, cluster.PrivateClusterConfig?.PrivateEndpoint is null ? next
                : $"{next} The cluster is private: run from a network that may reach it, or set cluster.endpoint to dns, private or connect-gateway.".Trim());
        }
    }
}
