namespace KfPipelineTasks.Gcp.Endpoints;

/// <summary>What there is of an endpoint.</summary>
/// <param name="Exists">Its service is there.</param>
/// <param name="Target">Where its host leads by the last rollout; null when nowhere.</param>
/// <param name="Enabled">The project uses it.</param>
/// <param name="HasController">The service account of the wish is there to be given roles.</param>
public sealed record EndpointState(bool Exists, string? Target, bool Enabled, bool HasController);
