using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Apply))]
[TaskDescription("Applies the package in one pass: Config Connector objects to the management cluster, everything else to the Kubeflow cluster, and waits")]
[IsDependentOn(typeof(ApplyKcc))]
public sealed class Apply : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var objects = await context.Run.ObjectsAsync(context);
        if (objects.Management.Count > 0 && context.Settings.NeedsManagementCluster)
        {
            var management = new ClusterWork(await context.Run.Doors.ManagementAsync(), context, stopAtFirstFailure: true);
            await management.ApplyAsync(objects.Set, objects.Management, objects);
        }

        var door = await context.Run.Doors.KubeflowAsync();
        var passwords = await objects.Pages.PasswordsAsync(objects.Components, door, context.Stop);
        await new ClusterWork(door, context).ApplyAsync(objects.Set, [.. objects.Kubeflow, .. passwords], objects);
    }
}
