using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Inventories;

/// <summary>What a set has put into the cluster and is still there, by its labels: also what left the manifests long ago and was kept.</summary>
public static class SetMembers
{
    /// <summary>Label of every member; its value names the set.</summary>
    public const string Label = ApplySet.PartOfLabel;

    /// <summary>Members that are no longer among the manifests, whole. What a controller made, another tool applies as well, or somebody else has taken over, is not counted.</summary>
    /// <param name="wanted">The objects of the manifests.</param>
    /// <param name="manager">Field manager that the set is applied with.</param>
    /// <exception cref="UsageException">The inventory belongs to another tool.</exception>
    public static async Task<IReadOnlyList<Resource>> LeftBehindAsync(ClusterDoor door, InventoryOptions options, IEnumerable<ResourceId> wanted, string manager, CancellationToken cancellation)
    {
        var objects = new KubeObjects(door);
        var inventory = await Inventory.OpenAsync(objects, options, manager, cancellation);
        var kinds = await door.Kinds.TableAsync(cancellation);
        var observer = new Observer(objects, manager, inventory.Selector, [.. inventory.KnownNamespaces]);
        await Task.WhenAll(inventory.KnownKinds.Select(name => kinds.All.FirstOrDefault(k => k.GroupKind == name)).OfType<ApiKind>()
            .Select(kind => observer.LookForMembersAsync(kind, cancellation, metadataOnly: false)));
        // Manifests give a namespace to things that have none.
        var known = wanted.Concat(options.Kept).SelectMany(id => new[] { id, id with { Namespace = null } }).ToHashSet();
        return [.. observer.Members.DistinctBy(m => m.Text("metadata", "uid")).Where(m => !known.Contains(m.Id) && PruneList.IsOurs(m, manager))];
    }
}
