using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Container;

/// <summary>Lays the wishes of a cluster update (<c>desiredX</c>) over the fields they are about.</summary>
internal static class ClusterChanges
{
    // Wishes that do not become a field by dropping "desired".
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["desiredClusterAutoscaling"] = "autoscaling",
        ["desiredGatewayApiConfig"] = "networkConfig.gatewayApiConfig",
        ["desiredDnsConfig"] = "networkConfig.dnsConfig",
        ["desiredDatapathProvider"] = "networkConfig.datapathProvider",
        ["desiredDefaultSnatStatus"] = "networkConfig.defaultSnatStatus",
        ["desiredServiceExternalIpsConfig"] = "networkConfig.serviceExternalIpsConfig",
        ["desiredEnableFqdnNetworkPolicy"] = "networkConfig.enableFqdnNetworkPolicy",
        ["desiredEnableCiliumClusterwideNetworkPolicy"] = "networkConfig.enableCiliumClusterwideNetworkPolicy",
        ["desiredEnableMultiNetworking"] = "networkConfig.enableMultiNetworking",
        ["desiredInTransitEncryptionConfig"] = "networkConfig.inTransitEncryptionConfig",
        ["desiredPrivateIpv6GoogleAccess"] = "networkConfig.privateIpv6GoogleAccess",
        ["desiredDefaultEnablePrivateNodes"] = "networkConfig.defaultEnablePrivateNodes",
        ["desiredEnablePrivateEndpoint"] = "privateClusterConfig.enablePrivateEndpoint",
        ["desiredStackType"] = "ipAllocationPolicy.stackType",
        ["desiredNodePoolAutoConfigNetworkTags"] = "nodePoolAutoConfig.networkTags",
        ["desiredNodePoolAutoConfigKubeletConfig"] = "nodePoolAutoConfig.nodeKubeletConfig",
        ["desiredNodePoolAutoConfigLinuxNodeConfig"] = "nodePoolAutoConfig.linuxNodeConfig",
        ["desiredNodePoolAutoConfigResourceManagerTags"] = "nodePoolAutoConfig.resourceManagerTags",
        ["desiredNodePoolLoggingConfig"] = "nodePoolDefaults.nodeConfigDefaults.loggingConfig",
        ["desiredNodeKubeletConfig"] = "nodePoolDefaults.nodeConfigDefaults.nodeKubeletConfig",
        ["desiredGcfsConfig"] = "nodePoolDefaults.nodeConfigDefaults.gcfsConfig",
        ["desiredContainerdConfig"] = "nodePoolDefaults.nodeConfigDefaults.containerdConfig",
        ["desiredMasterVersion"] = "currentMasterVersion",
        ["desiredK8sBetaApis"] = "enableK8sBetaApis",
    };

    // Wishes about a node pool, which the cluster's document does not show.
    private static readonly HashSet<string> AboutPools = ["desiredNodePoolId", "desiredNodePoolAutoscaling", "desiredImageType", "desiredNodeVersion"];

    /// <summary>The wishes of an update about the cluster itself.</summary>
    /// <exception cref="GoogleException">400 when there is nothing to change.</exception>
    public static IReadOnlyList<string> In(JsonObject update)
    {
        var wishes = update.Select(wish => wish.Key).Where(name => name != "etag").ToList();
        return wishes.Count > 0 ? wishes : throw GoogleException.InvalidArgument("Must specify a field to update.");
    }

    public static void Apply(JsonObject body, JsonObject update)
    {
        Lay(body, update);
        var written = new JsonObject();
        Lay(written, update);
        TwinFields.Align(body, written);
    }

    private static void Lay(JsonObject body, JsonObject update)
    {
        foreach (var (wish, value) in update.Where(wish => !AboutPools.Contains(wish.Key) && wish.Key != "etag"))
        {
            var path = Elsewhere.GetValueOrDefault(wish) ?? (wish.StartsWith("desired", StringComparison.Ordinal) ? char.ToLowerInvariant(wish[7]) + wish[8..] : wish);
            var at = body;
            var steps = path.Split('.');
            foreach (var step in steps[..^1]) at = at[step] as JsonObject ?? (JsonObject)(at[step] = new JsonObject());
            if (value is JsonObject given && at[steps[^1]] is JsonObject there) there.Merge(given);
            else at[steps[^1]] = value?.DeepClone();
        }
    }
}
