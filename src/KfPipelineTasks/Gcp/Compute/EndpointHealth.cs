namespace KfPipelineTasks.Gcp.Compute;

/// <summary>What the load balancer thinks of one endpoint.</summary>
/// <param name="HealthState">HEALTHY or UNHEALTHY.</param>
public sealed record EndpointHealth(string? HealthState, string? IpAddress, int? Port);
