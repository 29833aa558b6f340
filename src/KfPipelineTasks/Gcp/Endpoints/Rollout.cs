namespace KfPipelineTasks.Gcp.Endpoints;

/// <param name="Status">IN_PROGRESS, SUCCESS, CANCELLED, FAILED, PENDING, FAILED_ROLLED_BACK.</param>
internal sealed record Rollout(string? Status, TrafficShares? TrafficPercentStrategy);
