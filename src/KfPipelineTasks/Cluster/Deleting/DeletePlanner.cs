using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Deleting;

/// <summary>Decides what of a set goes, what stays and why, and in which order.</summary>
internal sealed class DeletePlanner(KubeObjects objects, DeleteOptions options)
{
    private static readonly ApiKind Claims = new("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true, true, ["list"]);

    /// <returns>The objects of the set that exist, in the order of the set.</returns>
    public async Task<IReadOnlyList<Leaving>> LookAsync(ApplyGraph graph, CancellationToken cancellation)
    {
        var kinds = await objects.Door.Kinds.TableForAsync(table => graph.Nodes.All(n => table.Find(n.Resource.Id.Group, n.Resource.Id.Kind) is not null), cancellation);
        var found = await Task.WhenAll(graph.Nodes.Select(n => FindAsync(n, kinds, cancellation)));
        var leaving = found.OfType<Leaving>().ToList();
        Order(leaving);
        foreach (var one in leaving.Where(l => !Confirmed(l.Id))) one.Stays = Protected(one);
        await KeepHousesOfOthersAsync(leaving, kinds, cancellation);
        KeepWhatTheKeptNeed(leaving);
        return leaving;
    }

    private async Task<Leaving?> FindAsync(ApplyNode node, KindTable kinds, CancellationToken cancellation)
    {
        var id = node.Resource.Id;
        // The version of the manifest may be gone; the object is the same in another one.
        var kind = kinds.Find(id.Group, id.Version, id.Kind) ?? kinds.Find(id.Group, id.Kind);
        if (kind is null) return null;
        var ns = kind.Namespaced ? id.Namespace ?? options.DefaultNamespace : null;
        if (kind.Namespaced && ns is null) return null;
        var live = await objects.GetAsync(kind, ns, id.Name, cancellation, metadataOnly: true);
        return live is null ? null : new Leaving(node, id with { Namespace = ns }, kind, live);
    }

    // What is needed goes after what needs it; where the usual order of kinds says otherwise, the need wins.
    private static void Order(List<Leaving> leaving)
    {
        var byId = leaving.GroupBy(l => l.Node.Resource.Id).ToDictionary(g => g.Key, g => g.First());
        foreach (var one in Enumerable.Reverse(leaving))
        {
            foreach (var (id, _) in one.Node.Needs.SelectMany(Heights.Sources))
            {
                if (!byId.TryGetValue(id, out var needed) || needed == one) continue;
                needed.Before.Add(one);
                needed.Phase = Math.Max(needed.Phase, one.Phase);
            }
        }
    }

    private bool Confirmed(ResourceId id) => options.Confirmed.Contains(id.ToString());

    // Definitions and namespaces go with a set that is taken down; what they hold is looked at below. Charts mark definitions to be
    // kept because they cannot look; here nobody's objects go with them.
    private static string? Protected(Leaving one) => Protection.Reason(one.Live) switch
    {
        { } reason when one.Id.Kind is "Namespace" or "CustomResourceDefinition" && !reason.StartsWith("annotated", StringComparison.Ordinal) => null,
        { } reason when one.Id.Kind is "CustomResourceDefinition" && reason == "annotated helm.sh/resource-policy: keep" => null,
        var reason => reason,
    };

    private async Task KeepHousesOfOthersAsync(List<Leaving> leaving, KindTable kinds, CancellationToken cancellation)
    {
        var ids = leaving.Select(l => l.Id).ToHashSet();
        await Task.WhenAll(leaving.Where(l => l.Stays is null && !Confirmed(l.Id)).Select(async one =>
        {
            if (one.Id is { Kind: "CustomResourceDefinition" }) one.Stays = await OthersOfKindAsync(one, kinds, ids, cancellation);
            else if (one.Id is { Kind: "Namespace", Group: "" }) one.Stays = await OthersInNamespaceAsync(one.Id.Name, kinds, ids, cancellation);
        }));
    }

    // A definition takes every object of its kind along, in every namespace.
    private async Task<string?> OthersOfKindAsync(Leaving definition, KindTable kinds, HashSet<ResourceId> ids, CancellationToken cancellation)
    {
        var whole = definition.Node.Resource;
        if (kinds.Find(whole.Text("spec", "group") ?? "", whole.Text("spec", "names", "kind") ?? "") is not { } kind) return null;
        var others = await ListAsync(kind, null, ids, cancellation);
        return others.Count == 0 ? null : $"{others.Count} objects of its kind are not part of this set and would go with it ({string.Join(", ", others.Take(3))})";
    }

    private async Task<string?> OthersInNamespaceAsync(string ns, KindTable kinds, HashSet<ResourceId> ids, CancellationToken cancellation)
    {
        var holding = kinds.All.Where(k => k.Namespaced && k.Can("list") && k.Group.EndsWith(".cnrm.cloud.google.com", StringComparison.Ordinal)).DistinctBy(k => (k.Group, k.Kind)).Append(Claims);
        var others = (await Task.WhenAll(holding.Select(k => ListAsync(k, ns, ids, cancellation)))).SelectMany(o => o).ToList();
        return others.Count == 0 ? null : $"it holds data that is not part of this set ({string.Join(", ", others.Take(3))})";
    }

    private async Task<IReadOnlyList<ResourceId>> ListAsync(ApiKind kind, string? ns, HashSet<ResourceId> ids, CancellationToken cancellation)
    {
        try
        {
            var list = await objects.ListAsync(kind, ns, new ListQuery { MetadataOnly = true }, cancellation);
            return list.Items.Select(i => i.Id).Where(i => !ids.Contains(i)).ToList();
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.KindNotServed or KubeErrorKind.NotFound)
        {
            return [];
        }
    }

    // Whatever stays keeps its namespace, its definition and, with Config Connector, the context that can still delete it one day.
    private static void KeepWhatTheKeptNeed(List<Leaving> leaving)
    {
        for (var again = true; again;)
        {
            again = false;
            foreach (var kept in leaving.Where(l => l.Stays is not null))
            {
                foreach (var needed in leaving.Where(l => l.Stays is null && Holds(l, kept)))
                {
                    needed.Stays = $"{kept.Id} stays and needs it";
                    again = true;
                }

                if (again) break;
            }
        }
    }

    private static bool Holds(Leaving holder, Leaving kept) => holder.Id switch
    {
        { Kind: "Namespace", Group: "" } => kept.Id.Namespace == holder.Id.Name,
        { Kind: "CustomResourceDefinition" } => holder.Node.Resource.Text("spec", "group") == kept.Id.Group && holder.Node.Resource.Text("spec", "names", "kind") == kept.Id.Kind,
        { Group: "core.cnrm.cloud.google.com", Namespace: { } ns } => kept.Id.Namespace == ns && kept.Id.Group.EndsWith(".cnrm.cloud.google.com", StringComparison.Ordinal) && kept.Id.Group != "core.cnrm.cloud.google.com",
        _ => false,
    };
}
