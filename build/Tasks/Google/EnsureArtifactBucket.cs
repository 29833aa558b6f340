using Cake.Frosting;
using KfPipelineTasks.Gcp.Storage;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(EnsureArtifactBucket))]
[TaskDescription("Makes the bucket of pipeline artifacts: in the region, access by policy only, closed to the public")]
[IsDependentOn(typeof(EnableServices))]
public sealed class EnsureArtifactBucket : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.HasNoGoogleCloud()) return;
        if (context.Run.IsWholeDeployment && context.Settings.NeedsManagementCluster)
        {
            context.Go(new Model.Plan($"Bucket {context.Settings.Storage.Bucket}", [new Change($"bucket {context.Settings.Storage.Bucket}", Outcome.Skipped, "Config Connector makes it when the package is applied")]));
            return;
        }

        var (settings, cloud) = (context.Settings, await context.Run.Doors.GoogleAsync());
        var number = (await cloud.Projects.GetAsync(settings.Project.Id, context.Stop)).ProjectNumber;
        var wish = new BucketWish(settings.Storage.Bucket, settings.Project.Id, number, settings.Place.Region);
        var work = new BucketWork(cloud);
        var plan = await work.PlanAsync(wish, context.Stop);
        if (context.Go(plan)) await work.ActAsync(wish, plan, context.Stop);
        context.Output.Answer("bucket", wish.Name);
    }
}
