using System.Globalization;
using LocalCloud.Google.Container;
using LocalCloud.Google.Http;
using LocalCloud.Google.Projects;

namespace LocalCloud.Google.Compute;

/// <summary>Regional quotas: limits of the project, use by the nodes that are there.</summary>
public sealed class QuotaBook
{
    private static readonly Dictionary<string, double> Limits = new()
    {
        ["CPUS"] = 240, ["DISKS_TOTAL_GB"] = 40960, ["SSD_TOTAL_GB"] = 40960, ["IN_USE_ADDRESSES"] = 69, ["INSTANCES"] = 720,
        ["STATIC_ADDRESSES"] = 21, ["NVIDIA_T4_GPUS"] = 8, ["NVIDIA_L4_GPUS"] = 8, ["NVIDIA_V100_GPUS"] = 8, ["NVIDIA_K80_GPUS"] = 8, ["NVIDIA_P100_GPUS"] = 8,
    };

    private readonly GoogleWorld _world;

    internal QuotaBook(GoogleWorld world) => _world = world;

    public static IEnumerable<string> Metrics => Limits.Keys;

    public double Limit(Project project, string region, string metric) =>
        project.Quotas.TryGetValue(region, out var named) && named.TryGetValue(metric, out var limit) ? limit : Limits[metric];

    /// <summary>What the node pools of a region use.</summary>
    public double Usage(Project project, string region, string metric) => _world.Clusters.In(project.Id)
        .SelectMany(cluster => _world.Clusters.PoolsOf(cluster.Key).Select(pool => Need(pool, pool.Nodes, region, metric, cluster.HasPrivateNodes))).Sum();

    /// <summary>Refuses what does not fit, naming every quota that is short.</summary>
    /// <exception cref="GoogleException">403: the API answers a missing quota like a missing permission.</exception>
    internal void Require(Project project, NodePool pool, int nodes, bool isPrivate)
    {
        var region = Geography.RegionOf(pool.Zones[0]);
        var lines = new List<string>();
        foreach (var metric in Limits.Keys)
        {
            var need = Need(pool, nodes, region, metric, isPrivate);
            var limit = Limit(project, region, metric);
            var free = limit - Usage(project, region, metric);
            if (need <= free || need <= 0) continue;
            lines.Add($"({lines.Count + 1}) insufficient regional quota to satisfy request: resource \"{metric}\": request requires '{Show(need)}' and is short '{Show(need - free)}'. project has a quota of '{Show(limit)}' with '{Show(free)}' available. View and manage quotas at https://console.cloud.google.com/iam-admin/quotas?usage=USED&project={project.Id}.");
        }

        if (lines.Count > 0) throw GoogleException.PermissionDenied(string.Join('\n', lines));
    }

    private static double Need(NodePool pool, int nodes, string region, string metric, bool isPrivate)
    {
        var here = pool.Zones.Count(zone => Geography.RegionOf(zone) == region);
        var count = pool.Zones.Count == 0 ? 0 : (double)nodes / pool.Zones.Count * here;
        var disk = (double)(Store.Json.Number(pool.Config, "diskSizeGb") ?? 100);
        return count * metric switch
        {
            "CPUS" => pool.Machine.Cpus,
            "INSTANCES" => 1,
            "IN_USE_ADDRESSES" => isPrivate ? 0 : 1,
            "DISKS_TOTAL_GB" => Store.Json.Text(pool.Config, "diskType") == "pd-standard" ? disk : 0,
            "SSD_TOTAL_GB" => Store.Json.Text(pool.Config, "diskType") == "pd-standard" ? 0 : disk,
            _ => Accelerators(pool, metric),
        };
    }

    // NVIDIA_T4_GPUS counts cards of nvidia-tesla-t4 and nvidia-t4.
    private static double Accelerators(NodePool pool, string metric) => (pool.Config["accelerators"] as System.Text.Json.Nodes.JsonArray ?? [])
        .OfType<System.Text.Json.Nodes.JsonObject>()
        .Where(card => (Store.Json.Text(card, "acceleratorType") ?? "").Replace("tesla-", "", StringComparison.Ordinal).Replace('-', '_').ToUpperInvariant() + "_GPUS" == metric)
        .Sum(card => (double)(Store.Json.Number(card, "acceleratorCount") ?? 0));

    private static string Show(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
