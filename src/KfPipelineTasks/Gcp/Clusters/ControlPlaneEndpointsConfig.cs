namespace KfPipelineTasks.Gcp.Clusters;

public sealed record ControlPlaneEndpointsConfig(DnsEndpointConfig? DnsEndpointConfig);
