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
        context.Output.Answer("eligible-clusters", string.Join(",", result.Clusters.Where(c => c.Verdict.IsEligible).Select(c => c.Verdict.Cluster)));
        if (settings.Cluster.RequireEligible) Require(result, settings.Cluster.Name);
    }

    private static void Require(SurveyResult result, string name)
    {
        var found = result.Clusters.FirstOrDefault(c => c.Verdict.Cluster == name);
        if (found is null) throw new UsageException($"cluster {name}: the project has none of that name.{Nearest.Hint(name, result.Clusters.Select(c => c.Verdict.Cluster))}", "Correct cluster.name, or create the cluster.");
        if (!found.Verdict.IsEligible) throw new UsageException($"cluster {name}: {found.Verdict.Reason.Word()}: {found.Verdict.Because}.", "EnsureNodePool gives it nodes that fit.");
    }
}
