namespace KfPipelineTasks.Gcp.Clusters;

/// <summary>The zones that nodes of a new cluster are put into.</summary>
internal static class NodeZones
{
    /// <summary>GKE puts the nodes of a regional cluster into so many zones when nobody says which.</summary>
    private const int OfRegion = 3;

    /// <param name="location">Region or zone.</param>
    /// <param name="all">Every zone there is.</param>
    /// <returns>Empty when the place does not exist.</returns>
    public static IReadOnlyList<string> Of(string location, IReadOnlyList<string> all) =>
        all.Contains(location) ? [location] : [.. all.Where(zone => zone.StartsWith(location + "-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(OfRegion)];
}
