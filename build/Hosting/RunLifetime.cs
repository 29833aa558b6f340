using Cake.Core;
using Cake.Frosting;

namespace KfPipelineTasks.Build.Hosting;

/// <summary>
/// Around the whole graph. Setup calls nobody: Cake runs it for <c>--dryrun</c> too, which must work without settings.
/// Teardown keeps the failure for the exit code.
/// </summary>
public sealed class RunLifetime(RunOutcome outcome, HostMode mode) : FrostingLifetime<DeployContext>
{
    public override void Setup(DeployContext context, ISetupContext info)
    {
        if (!mode.RunsTasks) return;
        outcome.Tasks = [.. info.TasksToExecute.Select(task => task.Name)];
        context.Run.Require(outcome.Tasks);
    }

    public override void Teardown(DeployContext context, ITeardownContext info)
    {
        if (info.ThrownException is { } failure) outcome.FailedWith(failure);
    }
}
