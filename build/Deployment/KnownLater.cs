using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>What a plan says where earlier steps, which only planned too, have not made what it would look at.</summary>
internal static class KnownLater
{
    /// <summary>True when only a plan is wanted, and the Kubeflow cluster it is for is yet to be made: that is the plan then.</summary>
    /// <param name="subject">What is planned: <c>profile team-a</c>.</param>
    public static async Task<bool> IsKnownLaterAsync(this DeployContext context, string subject)
    {
        if (!await context.Run.Doors.KubeflowIsToComeAsync()) return false;
        context.PlanForLater(subject, $"known once cluster {context.Settings.Cluster.Name} exists");
        return true;
    }

    /// <summary>Looks and plans; where only a plan is wanted and the API to ask is still off, that is the plan.</summary>
    /// <returns>The plan, or null where it is known later.</returns>
    public static async Task<T?> LookAsync<T>(this DeployContext context, string subject, Func<Task<T>> look) where T : class
    {
        try
        {
            return await look();
        }
        catch (GcpException e) when (e.Kind == GcpErrorKind.ServiceDisabled && context.Settings.Run.Plan)
        {
            context.PlanForLater(subject, "known once the API is enabled");
            return null;
        }
    }

    /// <summary>True when a whole deployment has no way in to open; says why.</summary>
    public static async Task<bool> HasNoIngressAsync(this DeployContext context)
    {
        if (!context.Run.IsWholeDeployment || (await context.ObjectsAsync()).HasIngress) return false;
        context.Output.Info("The package brings no ingress: nobody comes in through Identity-Aware Proxy.");
        return true;
    }

    /// <summary>True when a whole deployment has no work for a task of profiles; says why.</summary>
    public static async Task<bool> HasNoProfileAsync(this DeployContext context)
    {
        if (!context.Run.IsWholeDeployment) return false;
        var why = !(await context.ObjectsAsync()).HasProfiles ? "The package brings no profiles: Pipelines serves everybody alike."
            : context.Settings.Profile.Name.Length == 0 ? "No profile is named (profile.name): everybody gets one at the first sign-in, or from an administrator."
            : null;
        if (why is not null) context.Output.Info(why);
        return why is not null;
    }

    /// <summary>Plans what cannot be known yet; that is a value of a plan too, and no reason to call everything as it should be.</summary>
    public static void PlanForLater(this DeployContext context, string subject, string because) =>
        context.Run.Planned(new Plan(subject, [new Change(subject, Outcome.Unknown, because)]));
}
