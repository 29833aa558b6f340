using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Gcp.Keys;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(EnsurePipelinesSecret))]
[TaskDescription("Keeps one proven key of the service account in the Secret user-gcp-sa, for access.mode: secret; rotates it")]
[IsDependentOn(typeof(EnsureServiceAccount))]
public sealed class EnsurePipelinesSecret : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var settings = context.Settings;
        if (context.HasNoGoogleCloud()) return;
        if (settings.Access.Mode != AccessMode.Secret)
        {
            context.Output.Info("Pipelines need no key: access.mode is not secret.");
            return;
        }

        context.Output.Warn("A key gives its rights to whoever reads the Secret, for as long as it lives.", next: "access.mode: workload-identity needs no key.");
        var wish = new KeyWish(settings.Project.Id, IamServiceAccounts.Email(settings.Project.Id, settings.ServiceAccount.Name), settings.PipelinesSecret.RotateAfter);
        if (await context.IsKnownLaterAsync($"key of {wish.Email}")) return;
        var door = await context.Run.Doors.KubeflowAsync();
        var store = new ClusterKeyStore(door, settings.PipelinesSecret.Namespace, settings.Apply.FieldManager, context.Run.Foresight.Of(door.Name));
        var work = new KeyWork(await context.Run.Doors.GoogleAsync(), store);
        if (await context.LookAsync($"key of {wish.Email}", () => work.PlanAsync(wish, context.Stop)) is not { } plan) return;
        if (context.Go(plan.Plan)) await work.ActAsync(wish, plan, context.Stop);
    }
}
