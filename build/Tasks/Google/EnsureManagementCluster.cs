using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Gcp.ConfigController;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(EnsureManagementCluster))]
[TaskDescription("Makes the management cluster (Config Controller), waits until it runs, gives its identity the least roles, and writes a kubeconfig for it")]
[IsDependentOn(typeof(EnableServices))]
public sealed class EnsureManagementCluster : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        var settings = context.Settings;
        if (!settings.NeedsManagementCluster)
        {
            context.Output.Info("Nothing here is made by Config Connector: this installation needs no management cluster.");
            return;
        }

        var wish = Wish(settings);
        var work = new ManagementWork(await context.Run.Doors.GoogleAsync());
        if (await context.LookAsync($"management cluster {wish.Name}", () => work.PlanAsync(wish, context.Stop)) is not { } plan) return;
        if (settings.Management.OwnerRole) context.Output.Warn("management.owner-role gives Config Controller the whole project; the default is two roles.");
        if (context.Go(plan)) await work.ActAsync(wish, plan, context.Stop);
        if (settings.Run.Plan) return;
        context.Output.Answer("management-cluster", ManagementWork.ClusterOf(wish.Project, wish.Location, wish.Name).ToString());
        if (await context.Run.Doors.WriteManagementKubeconfigAsync() is { } kubeconfig) context.Output.Answer("management-kubeconfig", kubeconfig);
    }

    internal static ManagementWish Wish(DeploySettings settings) => new()
    {
        Project = settings.Management.Project, Name = settings.Management.Name, Location = settings.Management.Location, TargetProject = settings.Project.Id, OwnerRole = settings.Management.OwnerRole,
    };
}
