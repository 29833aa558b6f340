using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Preflight;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>
/// The online half of Validate: what the settings promise is looked up in Google Cloud and in the clusters of a kubeconfig, as far as the
/// tasks of this run need it. Asked for by itself, Validate looks at everything that a deployment needs. What settings at fault name is
/// not asked about: the answer would be as wrong as the question. Nothing is written.
/// </summary>
internal sealed class OnlineChecks(DeployContext context, OfflineResult offline)
{
    /// <summary>A wall swallows what is sent to a private address; a loaded control plane answers late.</summary>
    private static readonly DoorOptions Patient = new() { AttemptTimeout = TimeSpan.FromSeconds(20) };

    private readonly DeploySettings _settings = context.Settings;
    private readonly IReadOnlyList<string> _tasks = context.Run.IsTarget(nameof(Validate)) ? TaskNeeds.Tasks : context.Run.Outcome.Tasks;

    /// <summary>Looks, shows what was seen together with what is wrong already, and adds what is wrong.</summary>
    /// <param name="problems">What is wrong with the settings.</param>
    public async Task RunAsync(Problems problems)
    {
        List<Checked> found = [.. problems.Found.Select(p => new Checked("settings", Verdict.Failed(p.Message, p.Next)))];
        var broken = found.Count;
        found.AddRange(await OfGoogleAsync(problems));
        found.AddRange(await OfClustersAsync());
        if (found.Count == broken) return;
        if (LeftOut() is { } leftOut) found.Add(leftOut);
        var result = new PreflightResult(found);
        if (context.Run.IsTarget(nameof(Validate)) || result.Problems.Any()) context.Output.Show(result.Table);
        problems.AddRange(new PreflightResult([.. found.Skip(broken)]).Problems);
    }

    internal PreflightWish Wish()
    {
        var needs = _tasks.Select(task => TaskNeeds.Of(task, _settings)).OfType<TaskNeed>().ToList();
        var (nodes, cluster) = (Has(nameof(EnsureNodePool)), new ClusterPath(_settings.Project.Id, _settings.Place.Location, _settings.Cluster.Name));
        var (made, management, connector) = (Has(nameof(EnsureCluster)), Has(nameof(EnsureManagementCluster)), Has(TaskNames.Apply) && _settings.NeedsManagementCluster);
        return new PreflightWish
        {
            Project = offline.IsSound("Project.Id") ? _settings.Project.Id : "",
            Number = offline.IsSound("Project.Number") ? _settings.Project.Number : "",
            Spends = nodes || management || made || Has(nameof(EnableServices)) || Has(nameof(EnsureArtifactBucket)),
            Services = Has(nameof(EnableServices)) && offline.IsSound("Management.Project") ? [.. EnableServices.Wanted(_settings).Select(w => new ServiceNeed(w.Project, w.Services))] : [],
            Permissions = Grouped(needs.SelectMany(Permissions).Select(ForThisRun)),
            Places = nodes || management || made || Has(nameof(EnsureArtifactBucket)) ? Places() : [],
            Roles = Has(nameof(EnsureServiceAccount)) && offline.IsSound("ServiceAccount.Roles") ? _settings.ServiceAccount.Roles : [],
            Cluster = (nodes || made || Has(nameof(EnsurePipelinesSecret)) || needs.Exists(n => n.IsInside)) && offline.IsSound("Cluster.Name", "Place.Location") ? cluster : null,
            ClusterMaker = made ? "EnsureCluster makes it" : _settings.NeedsManagementCluster && (_settings.Run.Plan || connector || !needs.Exists(n => n.IsInside)) ? "Apply makes it with the package" : null,
            ClusterNameIsOurs = _settings.NeedsManagementCluster,
            Pool = (nodes || made) && offline.IsSound("NodePool.Name", "NodePool.MachineType", "NodePool.Nodes", "NodePool.MinNodes", "NodePool.MaxNodes", "NodePool.AcceleratorType", "NodePool.AcceleratorCount", "ServiceAccount.Name", "Cluster.Name", "Place.Location")
                ? EnsureNodePool.Wish(offline.IsSound("NodePool.Taints") ? _settings : _settings with { NodePool = _settings.NodePool with { Taints = [] } }) : null,
            Management = (management || connector) && _settings.Management.Kubeconfig.Length == 0 && offline.IsSound("Management.Name", "Management.Project", "Management.Location") ? EnsureManagementCluster.Wish(_settings) : null,
            ManagementIsMade = management || _settings.Run.Plan,
            Bucket = Has(nameof(EnsureArtifactBucket)) && offline.IsSound("Storage.Bucket") ? _settings.Storage.Bucket : null,
            Address = connector && offline.IsSound("Cluster.Name") ? DerivedNames.Address(_settings) : null,
            Database = connector && offline.IsSound("Storage.SqlInstance") ? _settings.Storage.SqlInstance : null,
            Endpoint = Has(nameof(ConfigureIap)) && _settings.NeedsManagementCluster && offline.IsSound("Cluster.Name") ? DerivedNames.Host(_settings) : null,
            ServiceAccount = Has(nameof(EnsureServiceAccount)) && offline.IsSound("ServiceAccount.Name") ? IamServiceAccounts.Email(_settings.Project.Id, _settings.ServiceAccount.Name) : null,
        };

        bool Has(string task) => needs.Exists(n => n.Task == task);
    }

    private async Task<IReadOnlyList<Checked>> OfGoogleAsync(Problems problems)
    {
        if (!_tasks.Any(task => TaskNeeds.Of(task, _settings) is not null) || !offline.IsSound("Auth.", "LocalCloud.")) return [];
        try
        {
            var cloud = await context.Run.Doors.GoogleAsync();
            var all = (await new PreflightWork(cloud, ReachAsync).RunAsync(Wish(), context.Stop)).All;
            if (!context.Run.IsTarget(nameof(Validate)) && all[0].Verdict.State == State.Ready) context.Output.Info($"Google Cloud knows this run as {all[0].Verdict.Because}.");
            return all;
        }
        catch (UsageException e)
        {
            // There are no credentials, or of a kind that is not taken.
            problems.AddRange(e.Problems);
            context.Output.Detail("Validate --offline looks at the settings alone.");
            return [];
        }
    }

    // What a kubeconfig leads to Google does not know.
    private async Task<IReadOnlyList<Checked>> OfClustersAsync()
    {
        if (!_tasks.Any(TaskNeeds.GoesInside) || !offline.IsSound("Cluster.Context", "Management.Context")) return [];
        return [.. (await context.Run.Doors.LookAsync()).Select(c => new Checked(c.Subject, c.Problem is null ? Verdict.Ready("it answers") : Verdict.Failed(c.Problem.Message, c.Problem.Next)))];
    }

    private Checked? LeftOut()
    {
        if (offline.Broken.Count == 0) return null;
        var (subject, names) = ("not looked at", string.Join(", ", offline.Broken.Select(p => SettingsTable.ByProperty[p].Path ?? $"--{SettingsTable.ByProperty[p].Argument}").Order(StringComparer.Ordinal)));
        return new Checked(subject, Verdict.Unknown($"what {names} {(offline.Broken.Count == 1 ? "names" : "name")}"));
    }

    // A run that only plans writes nothing: whoever plans for a pull request need not be allowed to.
    private PermissionNeed ForThisRun(PermissionNeed need) =>
        _settings.Run.Plan ? need with { Permissions = [.. need.Permissions.Where(IsReading)], Roles = "roles/viewer with roles/iam.securityReviewer" } : need;

    private static bool IsReading(string permission) => permission[(permission.LastIndexOf('.') + 1)..] is "get" or "list" or "getIamPolicy";

    private IEnumerable<PermissionNeed> Permissions(TaskNeed need)
    {
        var (kubeflow, management) = (_settings.Project.Id, _settings.Management.Project);
        var here = new PermissionNeed(need.Task, kubeflow, need.InKubeflow, need.Roles) { OnlyHelp = need.OnlyHelps };
        if (need.InManagement is not { } elsewhere) return [here];
        if (management == kubeflow) return [here with { Permissions = [.. need.InKubeflow.Union(elsewhere).Order(StringComparer.Ordinal)] }];
        return offline.IsSound("Management.Project") ? [here, here with { Project = management, Permissions = elsewhere }] : [here];
    }

    // Tasks that need the same are one line.
    private static IReadOnlyList<PermissionNeed> Grouped(IEnumerable<PermissionNeed> needs) =>
        [.. needs.Where(n => n.Permissions.Count > 0).GroupBy(n => (n.Project, string.Join(' ', n.Permissions), n.OnlyHelp)).Select(g => g.First() with { Task = string.Join(", ", g.Select(n => n.Task)) })];

    private IReadOnlyList<PlaceNeed> Places() =>
    [
        .. new (string Property, PlaceNeed Need)[]
            {
                ("Place.Location", new("location", _settings.Place.Location)), ("Place.Region", new("region", _settings.Place.Region)), ("Place.Zone", new("zone", _settings.Place.Zone)),
            }.Where(p => p.Need.Place.Length > 0 && offline.IsSound(p.Property)).Select(p => p.Need).DistinctBy(p => p.Place),
    ];

    private async Task<Verdict> ReachAsync(ClusterDetails cluster, CancellationToken cancellation)
    {
        var path = new ClusterPath(_settings.Project.Id, cluster.Location, cluster.Name);
        try
        {
            using var door = new ClusterDoor(await context.Run.Doors.GkeAccessAsync(path, cluster, _settings.Cluster.Endpoint), Patient, context.Time);
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
