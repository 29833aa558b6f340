using Cake.Frosting;
using KfPipelineTasks.Gcp.Services;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(EnableServices))]
[TaskDescription("Enables the Google APIs that the deployment uses, in one batch, and waits until they are on")]
[IsDependentOn(typeof(Validate))]
public sealed class EnableServices : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.HasNoGoogleCloud()) return;
        var work = new ServiceWork(await context.Run.Doors.GoogleAsync());
        foreach (var (project, services) in Wanted(context.Settings))
        {
            var plan = await work.PlanAsync(project, services, context.Stop);
            if (context.Go(plan)) await work.ActAsync(project, plan, context.Stop);
        }
    }

    /// <summary>The services of each project; one entry where both clusters share one.</summary>
    internal static IEnumerable<(string Project, IReadOnlyList<string> Services)> Wanted(DeploySettings settings)
    {
        var kubeflow = RequiredServices.OfKubeflow(settings.Variant == Variant.GkeIap, settings.Mesh.Provider == MeshProvider.Managed, settings.Auth.Mode == AuthMode.Federation);
        if (!settings.NeedsManagementCluster) return [(settings.Project.Id, kubeflow)];
        return settings.Management.Project == settings.Project.Id
            ? [(settings.Project.Id, [.. kubeflow.Union(RequiredServices.OfManagement).Order(StringComparer.Ordinal)])]
            : [(settings.Project.Id, kubeflow), (settings.Management.Project, RequiredServices.OfManagement)];
    }
}
