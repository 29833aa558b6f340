using Cake.Frosting;
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
        var store = new ClusterKeyStore(await context.Run.Doors.KubeflowAsync(), settings.PipelinesSecret.Namespace, settings.Apply.FieldManager);
        var work = new KeyWork(await context.Run.Doors.GoogleAsync(), store);
        var wish = new KeyWish(settings.Project.Id, IamServiceAccounts.Email(settings.Project.Id, settings.ServiceAccount.Name), settings.PipelinesSecret.RotateAfter);
        var plan = await work.PlanAsync(wish, context.Stop);
        if (context.Go(plan.Plan)) await work.ActAsync(wish, plan, context.Stop);
    }
}
