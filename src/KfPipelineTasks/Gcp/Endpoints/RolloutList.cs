namespace KfPipelineTasks.Gcp.Endpoints;

/// <param name="Rollouts">The newest first.</param>
internal sealed record RolloutList(IReadOnlyList<Rollout>? Rollouts);
