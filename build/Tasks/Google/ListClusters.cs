using Cake.Frosting;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Judging;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(ListClusters))]
[TaskDescription("Lists every cluster of the project, and why Kubeflow Pipelines can or cannot run on it; changes nothing")]
[IsDependentOn(typeof(Validate))]
public sealed class ListClusters : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var settings = context.Settings;
        var cloud = await context.Run.Doors.GoogleAsync();
        var result = await new ClusterSurvey(cloud).RunAsync(settings.Project.Id, new ClusterLook(context).LookAsync, context.Stop);
        context.Output.Show(result.Table);
        context.Output.Show(result.Pools);
        if (result.MissingZones.Count > 0) context.Output.Warn($"{string.Join(", ", result.MissingZones)} did not answer: clusters there are missing in the list.");
        context.Output.Answer("eligible-clusters", string.Join(",", result.Clusters.Where(c => c.Verdict.IsEligible).Select(c => $"{c.Verdict.Cluster}@{c.Verdict.Location}")));
        if (settings.Cluster.RequireEligible) Require(result, settings.Cluster.Name, settings.Place.Location);
    }

    // Two clusters may share a name in two places.
    private static void Require(SurveyResult result, string name, string location)
    {
        var named = result.Clusters.Where(c => c.Verdict.Cluster == name).ToList();
        if (named.Count == 0) throw new UsageException($"cluster {name}: the project has none of that name.{Nearest.Hint(name, result.Clusters.Select(c => c.Verdict.Cluster))}", "Correct cluster.name, or create the cluster.");
        var found = named.Where(c => location.Length == 0 || c.Verdict.Location == location).ToList();
        var places = string.Join(" and in ", named.Select(c => c.Verdict.Location));
        if (found.Count == 0) throw new UsageException($"cluster {name}: it is in {places}, not in {location}.", "Correct location, or cluster.name.");
        if (found.Count > 1) throw new UsageException($"cluster {name}: there is one in {places}.", "Say which is meant: location.");
        var verdict = found[0].Verdict;
        if (!verdict.IsEligible) throw new UsageException($"cluster {name}: {verdict.Reason.Word()}: {verdict.Because}.", NextOf(verdict));
    }

    private static string NextOf(ClusterVerdict verdict) => verdict.Reason switch
    {
        Reason.ClusterNotRunning => $"Wait until it runs, or find out why it does not: gcloud container clusters describe {verdict.Cluster} --location {verdict.Location}",
        Reason.PipelinesInstalled => "Choose another cluster, or take the installation down that is there.",
        Reason.AutoscalerMayShrink => "Raise the lower bound of autoscaling to three nodes: EnsureNodePool with node-pool.min-nodes and node-pool.max-nodes.",
        Reason.InsufficientOAuthScope => "Scopes cannot be added to a pool: EnsureNodePool makes one with the rights of access.mode, and replace-pools names those it takes the place of.",
        _ => "EnsureNodePool gives it nodes that fit.",
    };
}
