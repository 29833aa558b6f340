namespace LocalCloud.Google.Compute;

/// <summary>A machine type: what a node of it has.</summary>
/// <param name="Name">Such as <c>e2-standard-4</c>.</param>
/// <param name="Cpus">Virtual CPUs.</param>
/// <param name="MemoryMb">Memory in MiB.</param>
/// <param name="Shared">True for the small types that share a core.</param>
public sealed record MachineType(string Name, int Cpus, int MemoryMb, bool Shared = false);
