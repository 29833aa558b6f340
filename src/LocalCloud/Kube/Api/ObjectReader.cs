using System.Collections.Immutable;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Api;

/// <summary>Reads: one object, or pages of a list that all show the same moment.</summary>
internal sealed class ObjectReader(KubeCluster cluster)
{
    private const int MaxSnapshots = 64;
    private readonly Lock _gate = new();
    private readonly Queue<(string Resource, long Version)> _order = new();
    private readonly Dictionary<(string Resource, long Version), ImmutableSortedDictionary<string, StoredObject>> _snapshots = [];

    public StoredObject Get(ResourceInfo resource, string @namespace, string name) =>
        cluster.Store.Get(resource.GroupResource, @namespace, name) ?? throw ApiErrors.NotFound(resource, name);

    public ListPage List(ResourceInfo resource, ListQuery query)
    {
        var prefix = resource.Namespaced && query.Namespace.Length > 0 ? query.Namespace + "/" : "";
        var (items, version, after) = Begin(resource, query, prefix);
        var page = new List<StoredObject>();
        string? last = null;
        var more = false;
        long left = 0;
        foreach (var (key, item) in items)
        {
            if (prefix.Length > 0 && !key.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (after is not null && string.CompareOrdinal(key, after) < 0) continue;
            if (!query.Labels.Matches(item.Labels) || !query.Fields.Matches(item)) continue;
            if (query.Limit > 0 && page.Count == query.Limit)
            {
                more = true;
                left++;
                continue;
            }
            page.Add(item);
            last = key;
        }
        if (!more) return new(page, version, "", null);
        Keep(resource, version, items);
        var exact = query.Labels.IsEmpty && query.Fields.IsEmpty;
        return new(page, version, new ContinueToken(version, last![prefix.Length..] + "\0").Encode(), exact ? left : null);
    }

    private (ImmutableSortedDictionary<string, StoredObject> Items, long Version, string? After) Begin(ResourceInfo resource, ListQuery query, string prefix)
    {
        var items = cluster.Store.Snapshot(resource.GroupResource, out var now);
        if (query.Continue.Length == 0) return (items, now, null);
        var token = ContinueToken.Decode(query.Continue);
        if (token.Version < 0) return (items, now, prefix + token.Start);
        lock (_gate)
            if (_snapshots.TryGetValue((resource.GroupResource, token.Version), out var kept)) return (kept, token.Version, prefix + token.Start);
        throw ApiErrors.Expired(
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
            + "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
            .WithContinue(new ContinueToken(-1, token.Start).Encode());
    }

    private void Keep(ResourceInfo resource, long version, ImmutableSortedDictionary<string, StoredObject> items)
    {
        lock (_gate)
        {
            if (!_snapshots.TryAdd((resource.GroupResource, version), items)) return;
            _order.Enqueue((resource.GroupResource, version));
            if (_order.Count > MaxSnapshots) _snapshots.Remove(_order.Dequeue());
        }
    }

    /// <summary>Forgets the pages of lists that are under way, as compaction does.</summary>
    public void ForgetPages()
    {
        lock (_gate)
        {
            _snapshots.Clear();
            _order.Clear();
        }
    }
}
