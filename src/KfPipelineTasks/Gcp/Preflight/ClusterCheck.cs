using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.ConfigController;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Whether the clusters are there, run, and can be reached from here.</summary>
internal sealed class ClusterCheck(GoogleCloud cloud, PreflightFacts facts, Func<ClusterDetails, CancellationToken, Task<Verdict>> reach) : IPreflightCheck
{
    public string Subject(PreflightWish wish) => wish.Cluster is { } path ? $"cluster {path.Name}" : "clusters";

    public async Task<IReadOnlyList<Checked>> RunAsync(PreflightWish wish, CancellationToken cancellation)
    {
        var found = new List<Checked>();
        if (wish.Management is { } management) found.Add(new Checked($"management cluster {management.Name}", await ManagementAsync(management, wish.ManagementIsMade, cancellation)));
        if (wish.Cluster is { } path) found.AddRange(await KubeflowAsync(wish, path, cancellation));
        return found;
    }

    private async Task<IReadOnlyList<Checked>> KubeflowAsync(PreflightWish wish, ClusterPath path, CancellationToken cancellation)
    {
        if (await facts.ClusterAsync() is not { } cluster)
        {
            if (wish.ClusterMaker is { } maker && await HintAsync(wish, path, cancellation) is { } hint) return [new Checked(Subject(wish), Verdict.Waiting($"the name is free; {maker}{hint}"))];
            var missing = await ClusterSearch.MissingAsync(cloud, path, cancellation);
            return [new Checked(Subject(wish), Verdict.Failed(missing.Problems[0].Message, missing.Next))];
        }

        if (cluster.Status is not ("RUNNING" or "RECONCILING"))
            return [new Checked(Subject(wish), cluster.Status == "PROVISIONING" ? Verdict.Waiting("it is being made") : Verdict.Failed($"it is {cluster.Status}. {cluster.StatusMessage}".Trim(), "Repair it, or choose another one: cluster.name."))];
        var version = KubernetesVersion.Parse(cluster.CurrentMasterVersion)?.Judge();
        var state = $"it is {cluster.Status} in {cluster.Location}" + (version is null ? "" : $", {version.Because}");
        return [new Checked(Subject(wish), version is { State: State.Failed } ? version with { Because = state } : Verdict.Ready(state)), new Checked($"way into cluster {path.Name}", await reach(cluster, cancellation))];
    }

    // What to say of other clusters; null when one of them has the name: a second one in another place is hardly ever meant.
    private async Task<string?> HintAsync(PreflightWish wish, ClusterPath path, CancellationToken cancellation)
    {
        if (wish.ClusterNameIsOurs) return "";
        var names = (await cloud.Clusters.ListAsync(path.Project, cancellation)).Clusters?.Select(c => c.Name).ToList() ?? [];
        return names.Contains(path.Name) ? null : Nearest.Hint(path.Name, names) is { Length: > 0 } near ? $".{near}" : "";
    }

    private async Task<Verdict> ManagementAsync(ManagementWish wish, bool isMade, CancellationToken cancellation) => (await cloud.ConfigControllers.FindAsync(wish.Project, wish.Location, wish.Name, cancellation))?.State switch
    {
        null when isMade => Verdict.Waiting("the name is free; EnsureManagementCluster makes it"),
        null => await cloud.Clusters.FindAsync(ManagementWork.ClusterOf(wish.Project, wish.Location, wish.Name), cancellation) is null
            ? Verdict.Failed($"project {wish.Project} has none of that name in {wish.Location}", "Run EnsureManagementCluster first, or correct management.name or management.location.")
            : Verdict.Ready($"its cluster is there, in {wish.Location}"),
        "RUNNING" => Verdict.Ready($"it runs in {wish.Location}"),
        "CREATING" or "UPDATING" => Verdict.Waiting("it is being made"),
        var state => Verdict.Failed($"it is {state}", "Wait until it is gone, or let Google's support resume it."),
    };
}
