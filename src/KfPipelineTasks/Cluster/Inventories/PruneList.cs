using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Inventories;

/// <summary>Decides, without asking anybody, which members of a set go and which stay although they left it.</summary>
internal static class PruneList
{
    /// <param name="members">Objects with the label of the set.</param>
    /// <param name="wanted">Identities of the set.</param>
    /// <param name="appliedUids">UIDs of the objects of the set: one object may be reachable under two groups.</param>
    /// <returns>Each object that left the set; with the reason for which it stays, or null.</returns>
    public static IReadOnlyList<(Resource Live, string? Stays)> Of(IEnumerable<Resource> members, IEnumerable<ResourceId> wanted, IEnumerable<string?> appliedUids, InventoryOptions options, string manager)
    {
        var ids = wanted.ToHashSet();
        var uids = appliedUids.OfType<string>().ToHashSet();
        return members.DistinctBy(m => m.Id)
            .Where(m => !ids.Contains(m.Id) && m.Text("metadata", "uid") is { } uid && !uids.Contains(uid))
            // Controllers copy labels to what they make (EndpointSlices of a Service): not ours to delete.
            .Where(m => !m.Body.Items("metadata", "ownerReferences").Any(o => o.Flag("controller")))
            .Select(m => (m, Stays(m, options, manager)))
            .OrderBy(m => m.m.Id.GroupKind, StringComparer.Ordinal).ThenBy(m => m.m.Id.Namespace, StringComparer.Ordinal).ThenBy(m => m.m.Id.Name, StringComparer.Ordinal)
            .ToList();
    }

    private static string? Stays(Resource live, InventoryOptions options, string manager)
    {
        if (options.Kept.Contains(live.Id)) return "it is somebody else's";
        if (ManagedEntry.Of(live).FirstOrDefault(e => e.Operation == "Apply" && e.Subresource is null && e.Manager != manager && e.Manager != "clusterrole-aggregation-controller") is { } other)
            return $"'{other.Manager}' applies it as well";
        return Protection.Reason(live) is { } reason && !options.Unprotected.Contains(live.Id.ToString()) ? $"protected: {reason}" : null;
    }
}
