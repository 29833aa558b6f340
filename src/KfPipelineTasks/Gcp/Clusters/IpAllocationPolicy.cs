namespace KfPipelineTasks.Gcp.Clusters;

/// <param name="UseIpAliases">VPC-native: Pods have addresses of the network, which container-native load balancing needs.</param>
public sealed record IpAllocationPolicy(bool UseIpAliases);
