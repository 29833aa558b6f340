using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks;

[TaskName(nameof(Teardown))]
[TaskDescription("Takes the installation down in an order that cannot deadlock; storage stays unless it is named; needs --confirm=<name>")]
[IsDependentOn(typeof(KptSet))]
public sealed class Teardown : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        RefuseWithoutWord(context.Settings);
        var objects = await context.ObjectsAsync();
        // Kubeflow first: while its cluster is still there its controllers can take their finalizers off.
        await new ClusterWork(await context.Run.Doors.KubeflowAsync(), context)
            .DeleteAsync($"Kubeflow of {context.Settings.InstallationName}", objects.Kubeflow, resource => objects.ComponentOf(resource.Id));
        if (!context.Settings.NeedsManagementCluster) return;
        var identity = await ApplyKcc.ObjectsAsync(context);
        await new ClusterWork(await context.Run.Doors.ManagementAsync(), context)
            .DeleteAsync($"Google Cloud resources of {context.Settings.Cluster.Name}", [.. identity, .. objects.Management], resource => objects.ComponentOf(resource.Id));
    }

    private static void RefuseWithoutWord(DeploySettings settings)
    {
        var name = settings.InstallationName;
        if (settings.Teardown.Confirm == name) return;
        throw new UsageException(
            $"Teardown takes {name} away, and --confirm says '{settings.Teardown.Confirm}'.", $"Say --confirm={name} if that is the one.");
    }
}
