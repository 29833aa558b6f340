using KfPipelineTasks.Build.Tasks;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// Looks for everything that will be refused later, before anything is written anywhere: a run that makes service accounts and clusters
/// first would otherwise meet a mistake of its package when half of the deployment stands.
/// </summary>
internal static class BeforeFirstWrite
{
    /// <exception cref="UsageException">Something is wrong; carries all of it, and nothing was touched.</exception>
    public static async Task LookAsync(DeployContext context)
    {
        var settings = context.Settings;
        var objects = await context.ObjectsAsync();
        await context.Run.Doors.ReachAsync();
        // A plan looks at every step of its own; and where there is one cluster and no Google Cloud, Apply looks before its first write.
        if (settings.Run.Plan || !settings.NeedsGoogleCloud) return;
        var problems = new Problems();
        if (settings.NeedsManagementCluster)
        {
            var identity = await ApplyKcc.ObjectsAsync(context);
            problems.AddRange(FreshCluster.Graph([.. identity, .. objects.Management], ApplyKcc.ConfigControl).Problems);
        }

        if (!await context.Run.Doors.KubeflowRunsAsync()) problems.AddRange(FreshCluster.Graph(objects.Kubeflow).Problems);
        else await new ClusterWork(await context.Run.Doors.KubeflowAsync(), context) { External = objects.External }.CheckAsync(objects.Set, objects.Kubeflow, objects, problems);
        problems.ThrowIfAny("objects");
    }
}
