using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Compute;

/// <summary>The refusal of a machine type that a zone does not have.</summary>
internal static class MachineTypes
{
    public static async Task<UsageException> MissingAsync(ICompute compute, string project, string zone, string name, CancellationToken cancellation) => new(
        $"node-pool.machine-type: zone {zone} has no machine type '{name}'.{Nearest.Hint(name, await compute.MachineTypesAsync(project, zone, cancellation))}",
        $"List them: gcloud compute machine-types list --zones {zone}");
}
