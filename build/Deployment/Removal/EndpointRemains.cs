using KfPipelineTasks.Build.Deployment.WayIn;
using KfPipelineTasks.Gcp.Endpoints;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.Removal;

/// <summary>What ConfigureIap and GrantIapAccess have done to the project: what is only of use to the installation is taken back, the rest is told.</summary>
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

    /// <summary>Says what stays in the project on purpose, why, and who takes it away.</summary>
    public static void Tell(DeployContext context, PackageObjects objects)
    {
        var settings = context.Settings;
        var rows = new List<IReadOnlyList<string>>
        {
            new[] { $"management cluster {settings.Management.Name}", "other projects may be managed by it", $"gcloud anthos config controller delete {settings.Management.Name} --location={settings.Management.Location} --project={settings.Management.Project}" },
            new[] { "enabled APIs", "others in the project may use them", "gcloud services disable" },
        };
        if (objects.HasIngress && EndpointWish.IsPublished(DerivedNames.Host(settings), settings.Project.Id))
            rows.Add([$"endpoint {DerivedNames.Host(settings)}", "once deleted, the name cannot be published again for thirty days", $"gcloud endpoints services delete {DerivedNames.Host(settings)} --project={settings.Project.Id}"]);
        if (objects.HasIngress && settings.Iap.Members.Count > 0)
            rows.Add(["access of iap.members through Identity-Aware Proxy", "it may be for other applications of the project too", "GrantIapAccess with iap.removed-members"]);
        context.Output.Show(new Table("Not taken away", ["what", "because", "taken away by"], rows));
    }
}
