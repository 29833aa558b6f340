using System.Collections.Concurrent;
using KfPipelineTasks.Gcp.Compute;
using KfPipelineTasks.Gcp.Judging;


namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>Judges every cluster of a project. No machine type is asked for twice, and clusters are looked into side by side.</summary>
public sealed class ClusterSurvey(GoogleCloud cloud)
{
    private const int SideBySide = 16;
    private readonly ConcurrentDictionary<string, Lazy<Task<MachineType?>>> _machines = new(StringComparer.Ordinal);

    /// <param name="look">Looks into a cluster: its nodes, and whether Kubeflow Pipelines is there.</param>
    public async Task<SurveyResult> RunAsync(string project, Func<ClusterDetails, CancellationToken, Task<InsideLook>> look, CancellationToken cancellation)
    {
        var list = await cloud.Clusters.ListAsync(project, cancellation);
        var clusters = (list.Clusters ?? []).OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Location, StringComparer.Ordinal).ToList();
        var judged = new SurveyedCluster[clusters.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, clusters.Count), new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellation },
            async (at, stop) => judged[at] = await JudgeAsync(project, clusters[at], look, stop));
        return new SurveyResult(judged, list.MissingZones ?? []);
    }

    private async Task<SurveyedCluster> JudgeAsync(string project, ClusterDetails cluster, Func<ClusterDetails, CancellationToken, Task<InsideLook>> look, CancellationToken cancellation)
    {
        var looking = cluster.Status is "RUNNING" or "RECONCILING" or "DEGRADED" ? look(cluster, cancellation) : Task.FromResult(InsideLook.None);
        var machines = await MachinesAsync(project, cluster, cancellation);
        var inside = await looking;
        var verdict = Eligibility.Judge(cluster, machines, inside.Nodes, new JudgeOptions { PipelinesFoundAt = inside.PipelinesFoundAt });
        return new SurveyedCluster(verdict, Notes(cluster, inside));
    }

    private async Task<IReadOnlyDictionary<string, MachineType>> MachinesAsync(string project, ClusterDetails cluster, CancellationToken cancellation)
    {
        if (cluster.IsAutopilot) return new Dictionary<string, MachineType>();
        var zone = cluster.Locations.Count > 0 ? cluster.Locations[0] : cluster.Location;
        var names = cluster.NodePools.Select(p => p.MachineType).Distinct(StringComparer.Ordinal);
        var found = await Task.WhenAll(names.Select(name => _machines.GetOrAdd($"{zone}/{name}", _ => new Lazy<Task<MachineType?>>(() => cloud.Compute.MachineTypeAsync(project, zone, name, cancellation))).Value));
        return found.OfType<MachineType>().DistinctBy(m => m.Name).ToDictionary(m => m.Name, StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> Notes(ClusterDetails cluster, InsideLook inside)
    {
        var notes = new List<string>();
        if (inside.Problem is { } problem) notes.Add($"not looked into: {problem}");
        // Pools that auto-provisioning makes later have rights of their own.
        if (!cluster.IsAutopilot && cluster.Autoscaling is { EnableNodeAutoprovisioning: true, AutoprovisioningNodePoolDefaults: var defaults }
            && !Eligibility.IsOwnAccount(defaults?.ServiceAccount) && defaults?.OauthScopes?.Contains(Eligibility.FullScope) != true)
        {
            notes.Add("auto-provisioned pools will have insufficient OAuth scopes");
        }

        return notes;
    }
}
