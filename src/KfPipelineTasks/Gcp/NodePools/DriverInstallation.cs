namespace KfPipelineTasks.Gcp.NodePools;

/// <param name="GpuDriverVersion">DEFAULT: GKE installs the driver.</param>
public sealed record DriverInstallation(string? GpuDriverVersion);
