using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build;

/// <summary>What a run that only planned ends with when something stands in the way: doing what was planned would fail.</summary>
internal static class BlockedPlans
{
    /// <returns>One problem for each thing that is blocked; null when nothing is.</returns>
    public static DeployException? Failure(IReadOnlyList<Plan> blocked)
    {
        var problems = blocked.SelectMany(plan => plan.Changes.Where(c => c.Outcome == Outcome.Blocked).Select(change => new Problem($"{change.Subject} is blocked: {change.Because}"))).ToList();
        return problems.Count == 0
            ? null
            : new DeployException(
                problems.Count == 1 ? "1 thing stands in the way of what is planned; a run that does it would fail" : $"{problems.Count} things stand in the way of what is planned; a run that does it would fail",
                problems, "Nothing was changed. Remove what stands in the way, as told above, then plan again.");
    }
}
