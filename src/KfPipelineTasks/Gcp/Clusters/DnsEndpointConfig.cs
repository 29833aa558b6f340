namespace KfPipelineTasks.Gcp.Clusters;

/// <param name="AllowExternalTraffic">False: the name answers from inside the network only.</param>
public sealed record DnsEndpointConfig(string? Endpoint, bool? AllowExternalTraffic);
