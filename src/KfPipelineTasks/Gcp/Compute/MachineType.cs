namespace KfPipelineTasks.Gcp.Compute;

/// <param name="GuestCpus">Virtual CPUs.</param>
/// <param name="MemoryMb">Memory in MiB, whatever the field's name says.</param>
public sealed record MachineType(string Name, int GuestCpus, int MemoryMb);
