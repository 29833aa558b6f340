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
        var objects = await context.ObjectsAsync();
        if (context.Settings.NeedsManagementCluster) await ToManagementAsync(context, objects);
        await ToKubeflowAsync(context, objects);
        // A whole deployment tells it at its end, when there is somewhere to go.
        if (!context.Settings.Run.Plan && context.Run.IsTarget(nameof(Apply))) objects.Way(context.Settings).Tell(context.Output);
    }

    private static async Task ToManagementAsync(DeployContext context, PackageObjects objects)
    {
        // Where nothing is made by Config Connector any more, what was is still to be pruned; a package that never had any needs no management cluster.
        var isEmpty = objects.Management.Count == 0;
        if (isEmpty && (await ApplyKcc.ObjectsAsync(context)).Count == 0) return;
        if (await context.Run.Doors.ManagementIsToComeAsync())
        {
            if (isEmpty) return;
            ClusterWork.PlanForClusterToCome(context, context.Settings.Management.Name, objects.Set, objects.Management, objects, context.Settings.Project.Id);
            return;
        }

        var work = new ClusterWork(await context.Run.Doors.ManagementAsync(), context, stopAtFirstFailure: true);
        if (!isEmpty || await work.RemembersAsync(objects.Set, objects)) await work.ApplyAsync(objects.Set, objects.Management, objects);
    }

    private static async Task ToKubeflowAsync(DeployContext context, PackageObjects objects)
    {
        if (await context.Run.Doors.KubeflowIsToComeAsync())
        {
            ClusterWork.PlanForClusterToCome(context, context.Settings.Cluster.Name, objects.Set, [.. objects.Kubeflow, .. objects.Pages.NewPasswords(objects.Components)], objects);
            return;
        }

        var door = await context.Run.Doors.KubeflowAsync();
        var passwords = await objects.Pages.PasswordsAsync(objects.Components, door, context.Stop);
        await new ClusterWork(door, context) { External = objects.External }.ApplyAsync(objects.Set, [.. objects.Kubeflow, .. passwords], objects);
    }
}
