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
            .Where(m => !IsMadeByController(m))
            .Select(m => (m, Stays(m, options, manager)))
            .OrderBy(m => m.m.Id.GroupKind, StringComparer.Ordinal).ThenBy(m => m.m.Id.Namespace, StringComparer.Ordinal).ThenBy(m => m.m.Id.Name, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>True for a member that nobody else brings as well.</summary>
    public static bool IsOurs(Resource live, string manager) => !IsMadeByController(live) && OtherApplier(live, manager) is null;

    // Controllers copy labels to what they make (EndpointSlices of a Service): not ours to delete.
    private static bool IsMadeByController(Resource live) => live.Body.Items("metadata", "ownerReferences").Any(o => o.Flag("controller"));

    private static string? OtherApplier(Resource live, string manager) =>
        ManagedEntry.Of(live).FirstOrDefault(e => e.Operation == "Apply" && e.Subresource is null && e.Manager != manager && e.Manager != "clusterrole-aggregation-controller")?.Manager;

    private static string? Stays(Resource live, InventoryOptions options, string manager)
    {
        if (options.Kept.Contains(live.Id)) return "it is somebody else's";
        if (OtherApplier(live, manager) is { } other) return $"'{other}' applies it as well";
        return Protection.Reason(live) is { } reason && !options.Unprotected.Contains(live.Id.ToString()) ? $"protected: {reason}" : null;
    }
}
