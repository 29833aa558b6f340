using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Container;

/// <summary>Lays an update of a node pool over its document.</summary>
internal static class PoolChanges
{
    private static readonly HashSet<string> Names = ["name", "projectId", "zone", "clusterId", "nodePoolId", "etag"];

    // Wishes that replace the machines, one after the other.
    private static readonly HashSet<string> Recreating = ["machineType", "diskType", "diskSizeGb", "imageType", "nodeVersion", "accelerators", "workloadMetadataConfig", "kubeletConfig", "linuxNodeConfig", "gvnic", "gcfsConfig", "confidentialNodes", "containerdConfig"];

    public static IReadOnlyList<string> In(JsonObject update)
    {
        var wishes = update.Select(wish => wish.Key).Where(name => !Names.Contains(name)).ToList();
        return wishes.Count > 0 ? wishes : throw GoogleException.InvalidArgument("At least one field must be set in UpdateNodePoolRequest.");
    }

    public static bool Recreates(JsonObject update) => update.Any(wish => Recreating.Contains(wish.Key));

    public static void Apply(JsonObject body, JsonObject update)
    {
        var config = (JsonObject)body["config"]!;
        foreach (var (wish, value) in update.Where(wish => !Names.Contains(wish.Key)))
        {
            switch (wish)
            {
                case "locations" or "upgradeSettings": body[wish] = value?.DeepClone(); break;
                case "nodeVersion": body["version"] = Versions.Resolve(value?.GetValue<string>(), null); break;
                case "nodeNetworkConfig": body["networkConfig"] = value?.DeepClone(); break;
                case "taints" or "tags" or "labels": config[wish] = (value as JsonObject)?[wish]?.DeepClone(); break;
                case "resourceLabels": config[wish] = (value as JsonObject)?["labels"]?.DeepClone(); break;
                case "diskSizeGb": config[wish] = update.Number(wish); break;
                default: config[wish] = value?.DeepClone(); break;
            }
        }
    }
}
