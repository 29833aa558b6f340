using Cake.Core;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build;

/// <summary>
/// What the graph ended with. The host answers every failure with the same exit code, so the exception is kept here
/// for <c>ExitCodes</c>.
/// </summary>
public sealed class RunOutcome
{
    private readonly List<string> _hostErrors = [];
    private readonly List<Plan> _blockedPlans = [];

    /// <summary>The exception that stopped the graph; null while none did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Every task of the run, in its order; empty before the host has sorted them.</summary>
    public IReadOnlyList<string> Tasks { get; set; } = [];

    /// <summary>True when a plan found something to do (exit code 3 with <c>--detailed-exitcode</c>).</summary>
    public bool PlanFoundChanges { get; private set; }

    /// <summary>What stands in the way of what was planned, by plan; empty when nothing does, or nothing was only planned.</summary>
    public IReadOnlyList<Plan> BlockedPlans => _blockedPlans;

    /// <summary>Keeps what a plan that nobody acts on came to.</summary>
    public void Planned(Plan plan)
    {
        if (!plan.IsEmpty) PlanFoundChanges = true;
        if (plan.IsBlocked) _blockedPlans.Add(plan);
    }

    /// <summary>True once a task has changed something outside this machine.</summary>
    public bool HasActed { get; private set; }

    /// <summary>What the host itself called an error.</summary>
    public IReadOnlyList<string> HostErrors => _hostErrors;

    public void HostSaid(string error) => _hostErrors.Add(error);

    /// <summary>Keeps that something was changed.</summary>
    public void Acted() => HasActed = true;

    /// <summary>Keeps the first failure: what follows is a consequence.</summary>
    public void FailedWith(Exception failure) => Failure ??= Unwrap(failure);

    private static Exception Unwrap(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        // Cake's own exception without a cause is a tool that ended with an exit code; its output is above.
        CakeException { InnerException: null } tool => new DeployException(tool.Message, "What the tool said is above.", tool),
        _ => failure,
    };
}
