namespace LocalCloud.Google.Compute;

/// <summary>Regions and zones.</summary>
public static class Geography
{
    private static readonly SortedDictionary<string, string> ZoneLetters = new(StringComparer.Ordinal)
    {
        ["africa-south1"] = "abc", ["asia-east1"] = "abc", ["asia-east2"] = "abc", ["asia-northeast1"] = "abc", ["asia-northeast2"] = "abc",
        ["asia-northeast3"] = "abc", ["asia-south1"] = "abc", ["asia-south2"] = "abc", ["asia-southeast1"] = "abc", ["asia-southeast2"] = "abc",
        ["australia-southeast1"] = "abc", ["australia-southeast2"] = "abc", ["europe-central2"] = "abc", ["europe-north1"] = "abc",
        ["europe-southwest1"] = "abc", ["europe-west1"] = "bcd", ["europe-west2"] = "abc", ["europe-west3"] = "abc", ["europe-west4"] = "abc",
        ["europe-west6"] = "abc", ["europe-west8"] = "abc", ["europe-west9"] = "abc", ["europe-west10"] = "abc", ["europe-west12"] = "abc",
        ["me-central1"] = "abc", ["me-west1"] = "abc", ["northamerica-northeast1"] = "abc", ["northamerica-northeast2"] = "abc",
        ["northamerica-south1"] = "abc", ["southamerica-east1"] = "abc", ["southamerica-west1"] = "abc", ["us-central1"] = "abcf",
        ["us-east1"] = "bcd", ["us-east4"] = "abc", ["us-east5"] = "abc", ["us-south1"] = "abc", ["us-west1"] = "abc", ["us-west2"] = "abc",
        ["us-west3"] = "abc", ["us-west4"] = "abc",
    };

    public static IEnumerable<string> Regions => ZoneLetters.Keys;

    public static IEnumerable<string> Zones => ZoneLetters.Keys.SelectMany(ZonesOf);

    /// <summary>The zones of a region, in order; none when there is no such region.</summary>
    public static IReadOnlyList<string> ZonesOf(string region) => [.. ZoneLetters.GetValueOrDefault(region, "").Select(letter => $"{region}-{letter}")];

    public static bool IsRegion(string location) => ZoneLetters.ContainsKey(location);

    public static bool IsZone(string location) => location.Length > 2 && ZonesOf(RegionOf(location)).Contains(location);

    /// <summary>The region of a zone; a region is its own.</summary>
    public static string RegionOf(string location) => location.LastIndexOf('-') is var at && at == location.Length - 2 ? location[..at] : location;

    /// <summary>Where the nodes of a cluster go by default: its zone, or three zones of its region.</summary>
    public static IReadOnlyList<string> NodeZones(string location) => IsZone(location) ? [location] : [.. ZonesOf(location).Take(3)];
}
