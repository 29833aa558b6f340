using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LocalCloud.Google.Compute;
using LocalCloud.Google.Store;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>A node pool: its document, and what the API does not tell — how many nodes it has now.</summary>
/// <param name="Cluster">The cluster it belongs to.</param>
/// <param name="Name">Name.</param>
/// <param name="Body">Document as the API shows it.</param>
/// <param name="NodesPerZone">Nodes in each of its zones.</param>
/// <param name="Generation">Grows when all its nodes are made anew.</param>
public sealed record NodePool(ClusterKey Cluster, string Name, JsonObject Body, int NodesPerZone, int Generation = 1)
{
    /// <summary>What it was before its last upgrade: where a rollback leads.</summary>
    public JsonObject? Previous { get; init; }

    [JsonIgnore]
    public string Status => Body.Text("status") ?? "STATUS_UNSPECIFIED";

    /// <summary>True when upgrades make new machines beside the old ones.</summary>
    [JsonIgnore]
    public bool IsBlueGreen => (Body["upgradeSettings"] as JsonObject)?.Text("strategy") == "BLUE_GREEN";

    [JsonIgnore]
    public JsonObject Config => Body["config"] as JsonObject ?? [];

    [JsonIgnore]
    public IReadOnlyList<string> Zones => Body.Texts("locations");

    [JsonIgnore]
    public MachineType Machine => MachineTypes.Find(Config.Text("machineType") ?? MachineTypes.Default) ?? MachineTypes.Find(MachineTypes.Default)!;

    /// <summary>Nodes it has, or will have as soon as it is made.</summary>
    [JsonIgnore]
    public int Nodes => Status == "ERROR" ? 0 : NodesPerZone * Zones.Count;

    /// <summary>Nodes per zone it was made for; with autoscaling the count starts inside its limits.</summary>
    [JsonIgnore]
    internal int DesiredPerZone
    {
        get
        {
            var asked = (int)(Body.Number("initialNodeCount") ?? 0);
            return Body["autoscaling"] is JsonObject scaling && scaling.Flag("enabled") && scaling.Number("maxNodeCount") is > 0 and { } most
                ? (int)Math.Clamp(asked, scaling.Number("minNodeCount") ?? 0, most)
                : asked;
        }
    }

    /// <summary>False while it is being made, and when that failed.</summary>
    [JsonIgnore]
    public bool HasMachines => Status is not ("PROVISIONING" or "ERROR");

    /// <summary>Eight letters that its instance groups and nodes carry.</summary>
    [JsonIgnore]
    internal string Hash => Ids.Derived($"{Cluster}/{Name}", 8);

    internal static string Id(ClusterKey cluster, string name) => $"{cluster}/nodePools/{name}";

    internal string InstanceGroup(string zone) => $"gke-{Short(Cluster.Name)}-{Short(Name)}-{Ids.Derived($"{Hash}/{zone}", 8)}-grp";

    /// <summary>The machines of the pool, as the cluster sees them.</summary>
    internal IEnumerable<NodeSpec> Machines()
    {
        if (!HasMachines) yield break;
        var machine = Machine;
        var labels = (Config["labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => label.Value!.GetValue<string>());
        var taints = (Config["taints"] as JsonArray ?? []).OfType<JsonObject>().Select(Taint).ToList();
        foreach (var zone in Zones)
        {
            for (var number = 0; number < NodesPerZone; number++)
            {
                var group = InstanceGroup(zone)[..^4];
                yield return new NodeSpec($"{group}-{Ids.Derived($"{group}/{Generation}/{number}", 4)}", Name, zone, machine.Name, machine.Cpus, machine.MemoryMb, labels, taints);
            }
        }
    }

    internal NodePool With(Action<JsonObject> edit)
    {
        var body = Body.Copy();
        edit(body);
        body["etag"] = Ids.Etag();
        return this with { Body = body };
    }

    private static string Taint(JsonObject taint)
    {
        var effect = taint.Text("effect") switch { "NO_EXECUTE" => "NoExecute", "PREFER_NO_SCHEDULE" => "PreferNoSchedule", _ => "NoSchedule" };
        return $"{taint.Text("key")}={taint.Text("value")}:{effect}";
    }

    private static string Short(string name) => name.Length > 20 ? name[..20].TrimEnd('-') : name;
}
