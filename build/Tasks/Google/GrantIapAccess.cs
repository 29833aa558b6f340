using Cake.Frosting;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Build.Deployment.WayIn;
using KfPipelineTasks.Gcp.Iap;
using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Tasks.Google;

[TaskName(nameof(GrantIapAccess))]
[TaskDescription("Lets people in through Identity-Aware Proxy, takes others out, and prints who has access")]
[IsDependentOn(typeof(Validate))]
public sealed class GrantIapAccess : AsyncFrostingTask<DeployContext>
{
    public override async Task RunAsync(DeployContext context)
    {
        if (context.HasNoGoogleCloud()) return;
        var wish = Wish(context.Settings);
        if (wish.Members.Count + wish.RemovedMembers.Count == 0)
        {
            context.Output.Info("Nobody is named (iap.members, iap.removed-members): access stays as it is.");
            // A plan has nothing to look at yet, and other variants have no such door.
            if (context.Settings.Run.Plan || context.Settings.Variant != Variant.GkeIap) return;
        }

        if (await context.HasNoIngressAsync()) return;
        var work = new IapWork(await context.Run.Doors.GoogleAsync());
        if (await context.LookAsync("access through Identity-Aware Proxy", () => work.PolicyAsync(wish, context.Stop, () => WayInWork.BackendNamesAsync(context))) is not { } policy) return;
        var plan = await IapWork.PlanAsync(wish, policy, context.Stop);
        if (plan.Changes.Count > 0 && !context.Go(plan) && context.Settings.Run.Plan) return;
        var members = await work.ActAsync(wish, policy, context.Stop);
        if (members.Count == 0) context.Output.Warn($"Nobody has {IapWork.Role} ({policy.Subject}): by it nobody comes in, owners of the project neither.", next: "Name people in iap.members and run GrantIapAccess.");
        context.Output.Show(new Table($"Who has {IapWork.Role} ({policy.Subject})", ["member"], [.. members.Select(m => new[] { m })]));
        if (wish.Target == IapTarget.Backend) context.Output.Warn("The grant belongs to this backend service: when the ingress makes a new one, run GrantIapAccess again.");
    }

    private static IapWish Wish(DeploySettings settings) => new()
    {
        Project = settings.Project.Id,
        Target = settings.Iap.Scope switch { IapScope.IapWeb => IapTarget.Web, IapScope.BackendService => IapTarget.Backend, _ => IapTarget.Project },
        Members = IamMember.Complete(settings.Iap.Members),
        RemovedMembers = IamMember.Complete(settings.Iap.RemovedMembers),
        Condition = settings.Iap.Condition.Length == 0 ? null : new PolicyCondition(settings.Iap.ConditionTitle, settings.Iap.Condition),
    };
}
