using KfPipelineTasks.Gcp.Policies;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.ServiceAccounts;

/// <summary>What taking an account away means.</summary>
/// <param name="Granted">Its roles in the project, to be taken back.</param>
/// <param name="Keeper">Why it stays; null when it goes.</param>
public sealed record AccountRemovalPlan(IReadOnlyList<PolicyEdit> Granted, string? Keeper)
{
    public Plan Plan { get; init; } = new("Service account", []);
}
