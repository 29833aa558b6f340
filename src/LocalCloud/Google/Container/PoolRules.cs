using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Google.Compute;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Container;

/// <summary>What a cluster or a node pool must obey before work on it begins.</summary>
internal sealed class PoolRules(GoogleWorld world)
{
    private static readonly Regex Name = new(@"^[a-z]([-a-z0-9]{0,38}[a-z0-9])?\z", RegexOptions.CultureInvariant);

    public static void CheckName(string? name, string field)
    {
        if (name is not null && Name.IsMatch(name)) return;
        throw GoogleException.InvalidArgument($"Invalid value for field \"{field}\": \"{name}\". Must be a match of regex '(?:[a-z](?:[-a-z0-9]{{0,38}}[a-z0-9])?)' (only alphanumerics and hyphens, must start with a letter and end with an alphanumeric).");
    }

    public static void CheckLocation(string location)
    {
        if (!Geography.IsRegion(location) && !Geography.IsZone(location)) throw GoogleException.InvalidArgument($"Location \"{location}\" does not exist.");
    }

    public static void CheckZones(IReadOnlyList<string> zones, string location)
    {
        foreach (var zone in zones)
        {
            if (!Geography.IsZone(zone) || Geography.RegionOf(zone) != Geography.RegionOf(location))
                throw GoogleException.InvalidArgument($"Location \"{zone}\" is not a valid zone of region \"{Geography.RegionOf(location)}\".");
        }
    }

    public static void CheckWorkloadPool(string? pool, string project)
    {
        if (pool is not (null or "") && pool != $"{project}.svc.id.goog")
            throw GoogleException.InvalidArgument($"Invalid workload pool \"{pool}\": the only supported value is \"{project}.svc.id.goog\".");
    }

    /// <summary>Checks a pool's document after the defaults were filled in.</summary>
    public void Check(NodePool pool, Cluster cluster)
    {
        CheckName(pool.Name, "node_pool.name");
        CheckZones(pool.Zones, cluster.Key.Location);
        CheckMachine(pool);
        CheckAccount(pool.Config.Text("serviceAccount"));
        CheckCounts(pool);
        if ((pool.Config["workloadMetadataConfig"] as JsonObject)?.Text("mode") == "GKE_METADATA" && cluster.WorkloadPool is null)
            throw GoogleException.InvalidArgument("Cannot set workload_metadata_config.mode to GKE_METADATA on a node pool of a cluster without workload identity: set workload_identity_config.workload_pool first.");
    }

    public void CheckAccount(string? account)
    {
        if (account is null or "default" || !account.Contains('@')) return;
        var known = world.ServiceAccounts.FindVisible(account) is not null || world.Projects.All.Any(project => project.DefaultComputeAccount == account);
        if (!known) throw GoogleException.InvalidArgument($"Service account \"{account}\" does not exist.");
    }

    private static void CheckMachine(NodePool pool)
    {
        if (pool.Config.Text("machineType") is { } machine && MachineTypes.Find(machine) is null)
            throw GoogleException.InvalidArgument($"Machine type with name '{machine}' does not exist in zone '{pool.Zones[0]}'.");
    }

    private static void CheckCounts(NodePool pool)
    {
        var count = pool.Body.Number("initialNodeCount") ?? 0;
        if (count is < 0 or > 1000) throw GoogleException.InvalidArgument($"Invalid value for field \"node_pool.initial_node_count\": {count}. Must be between 0 and 1000 per zone.");
        if (pool.Body["autoscaling"] is not JsonObject scaling || !scaling.Flag("enabled")) return;
        var (perZone, total) = (scaling.Number("maxNodeCount") ?? 0, scaling.Number("totalMaxNodeCount") ?? 0);
        if (perZone > 0 && total > 0) throw GoogleException.InvalidArgument("Per-zone limits (min_node_count, max_node_count) and total limits (total_min_node_count, total_max_node_count) cannot be set together.");
        if (perZone == 0 && total == 0) throw GoogleException.InvalidArgument("Invalid value for field \"node_pool.autoscaling.max_node_count\": 0. Must be greater than 0 when autoscaling is enabled.");
        if ((scaling.Number("minNodeCount") ?? 0) > Math.Max(perZone, total)) throw GoogleException.InvalidArgument("node_pool.autoscaling.min_node_count must be less than or equal to node_pool.autoscaling.max_node_count.");
    }
}
