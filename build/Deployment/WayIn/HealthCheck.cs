namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>What the load balancer asks to know whether an endpoint of the gateway is well.</summary>
/// <param name="Port">A node port, or with container-native load balancing a port of the Pods.</param>
/// <param name="Path">Path of the HTTP request.</param>
internal sealed record HealthCheck(long Port, string Path);
