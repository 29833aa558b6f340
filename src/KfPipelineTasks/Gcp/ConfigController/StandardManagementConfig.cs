namespace KfPipelineTasks.Gcp.ConfigController;

/// <param name="MasterIpv4CidrBlock">Range of the control plane.</param>
public sealed record StandardManagementConfig(string? MasterIpv4CidrBlock);
