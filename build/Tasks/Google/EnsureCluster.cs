using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(EnsureCluster))]
[TaskDescription("Makes the GKE cluster where no management cluster does, with its first node pool; one that is there is left as it is")]
[IsDependentOn(typeof(EnsureServiceAccount))]
public sealed class EnsureCluster : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.HasNoGoogleCloud()) return;
        var (settings, wish) = (context.Settings, Wish(context.Settings));
        if (settings.NeedsManagementCluster)
        {
            context.Go(new Model.Plan($"Cluster {settings.Cluster.Name}", [new Change($"cluster {settings.Cluster.Name}", Outcome.Skipped, "Config Connector makes it when the package is applied")]));
            return;
        }

        var work = new ClusterCreation(await context.Run.Doors.GoogleAsync());
        if (await context.LookAsync($"cluster {settings.Cluster.Name}", () => work.PlanAsync(wish, context.Stop)) is not { } plan) return;
        if (!plan.IsEmpty) EnsureNodePool.WarnOfFullScope(context, wish.Pool);
        if (context.Go(plan)) await work.ActAsync(wish, plan, context.Stop);
    }

    internal static ClusterWish Wish(DeploySettings settings) => new(
        new ClusterPath(settings.Project.Id, settings.Place.Location, settings.Cluster.Name), EnsureNodePool.Wish(settings), Words.Of(settings.Cluster.ReleaseChannel).ToUpperInvariant());
}
