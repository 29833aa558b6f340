using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Gcp.ServiceAccounts;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(EnsureServiceAccount))]
[TaskDescription("Makes the service account of nodes and pipelines with its roles, and lets named people and workloads act as it")]
[IsDependentOn(typeof(EnableServices))]
public sealed class EnsureServiceAccount : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.HasNoGoogleCloud()) return;
        if (context.Settings.Access.Mode == AccessMode.FullScope)
        {
            context.Output.Info("No account is made: with access.mode: full-scope nodes and pipeline steps run as the project's default account.");
            return;
        }

        var wish = Wish(context.Settings);
        var work = new AccountWork(await context.Run.Doors.GoogleAsync());
        if (await context.LookAsync($"service account {wish.Email}", () => work.PlanAsync(wish, context.Stop)) is not { } plan) return;
        foreach (var note in plan.Notes) context.Output.Warn(note);
        if (context.Go(plan.Plan)) await work.ActAsync(wish, plan, context.Stop);
        context.Output.Answer("service-account", wish.Email);
    }

    internal static AccountWish Wish(DeploySettings settings) => new()
    {
        Project = settings.Project.Id,
        Id = settings.ServiceAccount.Name,
        Installation = settings.InstallationName,
        Roles = settings.ServiceAccount.Roles,
        RemovedRoles = settings.ServiceAccount.RemovedRoles,
        Users = IamMember.Complete(settings.ServiceAccount.Users),
        WorkloadIdentities = settings.ServiceAccount.WorkloadIdentities,
        AllowBasicRoles = settings.ServiceAccount.AllowBasicRoles,
    };
}
