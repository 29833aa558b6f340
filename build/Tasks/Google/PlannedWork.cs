using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Tasks.Google;

/// <summary>The shape that every task of this folder has: show the plan, stop there when only planning, act when there is something to do.</summary>
internal static class PlannedWork
{
    /// <returns>True when the plan is to be acted on.</returns>
    /// <exception cref="DeployException">Something stands in the way.</exception>
    public static bool Go(this DeployContext context, Model.Plan plan)
    {
        if (context.Settings.Run.Plan)
        {
            context.Run.Planned(plan);
            return false;
        }

        context.Output.Write(new OutputEvent.Planned(plan, IsBegun: !plan.IsBlocked));
        if (plan.IsBlocked)
            throw new DeployException($"{plan.Title}: {string.Join("; ", plan.Changes.Where(c => c.Outcome == Outcome.Blocked))}", "Nothing was changed. Remove what stands in the way, then run again.");
        if (plan.IsEmpty) return false;
        context.Run.Outcome.Acted();
        return true;
    }

    /// <summary>True where the run has nothing to do with Google Cloud; says so.</summary>
    public static bool HasNoGoogleCloud(this DeployContext context)
    {
        if (context.Settings.NeedsGoogleCloud) return false;
        context.Output.Info("This installation goes to a cluster that is there already: nothing is done in Google Cloud.");
        return true;
    }
}
