using KfPipelineTasks.Build.Deployment.WayIn;
using KfPipelineTasks.Gcp.Endpoints;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.Removal;

/// <summary>What ConfigureIap has granted for the endpoint: of use to the installation only, so it is taken back.</summary>
internal static class EndpointRemains
{
    /// <summary>Takes back the grants of the account that serves the endpoint, while it can still be named.</summary>
    public static async Task WithdrawAsync(DeployContext context, PackageObjects objects)
    {
        var (settings, host) = (context.Settings, DerivedNames.Host(context.Settings));
        if (!objects.HasIngress || WayInWork.Controller(settings) is not { } controller || !EndpointWish.IsPublished(host, settings.Project.Id)) return;
        var work = new EndpointWork(await context.Run.Doors.GoogleAsync());
        var plan = await work.PlanWithdrawalAsync(settings.Project.Id, host, controller, context.Stop);
        if (plan.IsEmpty) return;
        if (settings.Run.Plan)
        {
            context.Run.Planned(plan);
            return;
        }

        context.Run.Outcome.Acted();
        await work.WithdrawAsync(settings.Project.Id, host, controller, context.Stop);
        foreach (var change in plan.Changes.Where(c => c.Writes)) context.Output.Show(change);
    }
}
