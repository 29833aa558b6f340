using LocalCloud.Google.Compute;
using LocalCloud.Kube;

namespace LocalCloud.Google.Container;

/// <summary>How the API writes names in links and messages: zonal clusters in the older form, with <c>zones/</c>.</summary>
internal static class Links
{
    public static string Place(string location) => $"{(Geography.IsRegion(location) ? "locations" : "zones")}/{location}";

    public static string Cluster(ClusterKey key) => $"projects/{key.Project}/{Place(key.Location)}/clusters/{key.Name}";
}
