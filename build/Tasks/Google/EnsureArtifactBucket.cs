using Cake.Frosting;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Gcp.Storage;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(EnsureArtifactBucket))]
[TaskDescription("Makes the bucket of pipeline artifacts: in the region, closed to the public, open to the account of pipeline steps")]
[IsDependentOn(typeof(EnsureServiceAccount))]
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
        var wish = new BucketWish(settings.Storage.Bucket, settings.Project.Id, number, settings.Place.Region) { Writer = Writer(settings, number) };
        var work = new BucketWork(cloud);
        var plan = await work.PlanAsync(wish, context.Stop);
        if (context.Go(plan)) await work.ActAsync(wish, plan, context.Stop);
        context.Output.Answer("bucket", wish.Name);
    }

    // Whom the steps act as: the chosen account, whichever way they come to it; with the full scope the account that nodes have by default.
    private static string Writer(DeploySettings settings, string number) => settings.Access.Mode == AccessMode.FullScope
        ? IamServiceAccounts.DefaultOfNodes(number)
        : IamServiceAccounts.Email(settings.Project.Id, settings.ServiceAccount.Name);
}
