namespace KfPipelineTasks.Gcp.Compute;

/// <summary>What Compute Engine has, and how much of it is left. Nothing is changed here.</summary>
public interface ICompute
{
    /// <summary>A machine type; null when the zone has none of that name.</summary>
    Task<MachineType?> MachineTypeAsync(string project, string zone, string name, CancellationToken cancellation);

    /// <summary>Names of the machine types of a zone.</summary>
    Task<IReadOnlyList<string>> MachineTypesAsync(string project, string zone, CancellationToken cancellation);

    /// <summary>Names of the accelerator types of a zone.</summary>
    Task<IReadOnlyList<string>> AcceleratorTypesAsync(string project, string zone, CancellationToken cancellation);

    /// <summary>A region with its quotas; null when there is none of that name.</summary>
    Task<RegionDetails?> RegionAsync(string project, string region, CancellationToken cancellation);

    /// <summary>Names of all zones.</summary>
    Task<IReadOnlyList<string>> ZonesAsync(string project, CancellationToken cancellation);

    /// <summary>The IP address behind a reserved global one; null when nobody has reserved one of that name.</summary>
    Task<string?> GlobalAddressAsync(string project, string name, CancellationToken cancellation);

    /// <summary>All global backend services.</summary>
    Task<IReadOnlyList<BackendService>> BackendServicesAsync(string project, CancellationToken cancellation);

    /// <summary>What the load balancer thinks of every endpoint of a global backend service.</summary>
    Task<IReadOnlyList<EndpointHealth>> HealthAsync(string project, BackendService service, CancellationToken cancellation);
}
