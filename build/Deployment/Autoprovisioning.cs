using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment;

/// <summary>
/// Limits of node auto-provisioning in the clusters that a package makes. They count every node, those of ordinary pools too: a limit that these have
/// used up already means that a notebook waits for its node for ever, and nothing says why.
/// Source: https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-provisioning.
/// </summary>
internal static partial class Autoprovisioning
{
    /// <summary>What no auto-provisioning could do.</summary>
    public static IEnumerable<Problem> Problems(IReadOnlyList<Resource> resources, DeploySettings settings)
    {
        foreach (var (cluster, limits) in Clusters(resources))
        {
            foreach (var type in new[] { "cpu", "memory" }.Except(limits.Keys))
                yield return new Problem($"{cluster.Id}: auto-provisioning of nodes needs a limit of {type}, and there is none.", cluster.Source, $"Add resourceType: {type} to spec.clusterAutoscaling.resourceLimits.");
            var pools = Pools(cluster, resources, settings).ToList();
            if (limits.TryGetValue("cpu", out var most) && pools.Sum(p => p.Cpus) is var used && used > most)
                yield return new Problem($"{cluster.Id}: all nodes together may have {most} CPUs, and {string.Join(" and ", pools.Select(p => $"{p.Name} begins with {p.Cpus}"))}: no node could be added.", cluster.Source, "Raise the maximum of cpu in spec.clusterAutoscaling.resourceLimits.");
            var (type2, gpus) = (settings.NodePool.AcceleratorType, (long)settings.NodePool.AcceleratorCount * settings.NodePool.Nodes);
            if (settings.NeedsManagementCluster && limits.TryGetValue(type2, out var mostGpus) && gpus > mostGpus)
                yield return new Problem($"{cluster.Id}: all nodes together may have {mostGpus} of {type2}, and node pool {settings.NodePool.Name} begins with {gpus}.", cluster.Source, $"Raise the maximum of {type2} in spec.clusterAutoscaling.resourceLimits.");
        }
    }

    /// <summary>What would only be noticed by the first notebook that asks for it.</summary>
    public static IEnumerable<Problem> Warnings(IReadOnlyList<Resource> resources) =>
        from entry in Clusters(resources)
        from type in entry.Limits.Keys
        where Accelerators.IsGone(type)
        select new Problem($"{entry.Cluster.Id}: nodes with {type} may be added, and Google no longer offers any: a notebook that asks for a GPU waits for ever.", entry.Cluster.Source, $"{Accelerators.Instead} It stands in spec.clusterAutoscaling.resourceLimits.");

    private static IEnumerable<(Resource Cluster, Dictionary<string, long> Limits)> Clusters(IReadOnlyList<Resource> resources) =>
        from cluster in resources
        where cluster.Id is { Group: "container.cnrm.cloud.google.com", Kind: "ContainerCluster" }
        let autoscaling = cluster.At("spec", "clusterAutoscaling")
        where autoscaling?.Member("enabled") is { ValueKind: JsonValueKind.True }
        select (cluster, Limits(autoscaling.Value));

    private static Dictionary<string, long> Limits(JsonElement autoscaling) =>
        autoscaling.Items("resourceLimits").Where(limit => limit.Text("resourceType") is not null)
            .GroupBy(limit => limit.Text("resourceType")!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Number("maximum") ?? 0, StringComparer.Ordinal);

    private static IEnumerable<(string Name, long Cpus)> Pools(Resource cluster, IReadOnlyList<Resource> resources, DeploySettings settings)
    {
        if (Cpus(cluster.Text("spec", "nodeConfig", "machineType") ?? "e2-medium") * (cluster.Number("spec", "initialNodeCount") ?? 0) is > 0 and var own) yield return ("its default pool", own);
        foreach (var pool in resources.Where(r => r.Id.Kind == "ContainerNodePool" && r.Id.Group == cluster.Id.Group && r.Text("spec", "clusterRef", "name") == cluster.Id.Name))
        {
            var nodes = pool.Number("spec", "initialNodeCount") ?? pool.Number("spec", "nodeCount") ?? pool.Number("spec", "autoscaling", "minNodeCount") ?? 0;
            if (Cpus(pool.Text("spec", "nodeConfig", "machineType") ?? "e2-medium") * nodes is > 0 and var cpus) yield return ($"node pool {pool.Id.Name}", cpus);
        }

        if (settings.NeedsManagementCluster && cluster.Id.Name == settings.Cluster.Name && Cpus(settings.NodePool.MachineType) * settings.NodePool.Nodes is > 0 and var wanted)
            yield return ($"node pool {settings.NodePool.Name}", wanted);
    }

    // Families name their CPUs last (n1-standard-8), custom types before the memory; of any other nothing is claimed.
    private static long Cpus(string machineType) => machineType switch
    {
        "e2-medium" or "e2-small" or "e2-micro" => 2,
        _ when Machine().Match(machineType) is { Success: true } match => long.Parse(match.Groups["cpus"].Value, CultureInfo.InvariantCulture),
        _ => 0,
    };

    [GeneratedRegex(@"^([a-z0-9]+-(standard|highmem|highcpu|ultramem|megamem|node)-(?<cpus>[0-9]+)|([a-z0-9]+-)?custom-(?<cpus>[0-9]+)-[0-9]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Machine();
}
