using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers;

/// <summary>
/// Who owns whom, and which Pods stand on which Node: what would otherwise be looked up by reading everything. Owned by
/// the manager's worker.
/// </summary>
internal sealed class ObjectIndex
{
    private static readonly IReadOnlyCollection<ObjectKey> Nobody = [];

    private readonly Dictionary<ObjectKey, Entry> _entries = [];
    private readonly Dictionary<string, ObjectKey> _byUid = [];
    private readonly Dictionary<string, SortedSet<ObjectKey>> _dependents = [];
    private readonly Dictionary<string, SortedSet<ObjectKey>> _podsByNode = [];
    private readonly Dictionary<string, SortedSet<ObjectKey>> _byNamespace = [];

    private sealed record Entry(string Uid, IReadOnlyList<string> Owners, string? Node);

    /// <summary>The objects that name this uid among their owners, in the order of their names.</summary>
    public IReadOnlyCollection<ObjectKey> Dependents(string uid) => _dependents.GetValueOrDefault(uid) ?? Nobody;

    /// <summary>The Pods that stand on a Node.</summary>
    public IReadOnlyCollection<ObjectKey> PodsOn(string node) => _podsByNode.GetValueOrDefault(node) ?? Nobody;

    /// <summary>Everything inside a namespace.</summary>
    public IReadOnlyCollection<ObjectKey> In(string name) => _byNamespace.GetValueOrDefault(name) ?? Nobody;

    /// <summary>The object with that uid, or null.</summary>
    public ObjectKey? Find(string uid) => _byUid.TryGetValue(uid, out var key) ? key : null;

    /// <summary>Takes a change in.</summary>
    public void Note(ObjectChange change)
    {
        var key = change.Key;
        var node = key.Kind == Kinds.Pod ? Json.Text(change.Document, "spec", "nodeName") : null;
        if (_entries.TryGetValue(key, out var known))
        {
            // The end of an object that was replaced meanwhile says nothing about its successor.
            if (change.IsGone && known.Uid != change.Uid) return;
            // Most changes are changes of a status, and those move nothing in here.
            if (!change.IsGone && known.Uid == change.Uid && known.Node == node && known.Owners.SequenceEqual(change.OwnerUids)) return;
            Forget(key, known);
        }

        if (!change.IsGone) Remember(key, new Entry(change.Uid, change.OwnerUids, node));
    }

    private void Remember(ObjectKey key, Entry entry)
    {
        _entries[key] = entry;
        _byUid[entry.Uid] = key;
        foreach (var owner in entry.Owners) Add(_dependents, owner, key);
        if (entry.Node is { Length: > 0 } node) Add(_podsByNode, node, key);
        if (key.Namespace.Length > 0) Add(_byNamespace, key.Namespace, key);
    }

    private void Forget(ObjectKey key, Entry entry)
    {
        _entries.Remove(key);
        _byUid.Remove(entry.Uid);
        foreach (var owner in entry.Owners) Remove(_dependents, owner, key);
        if (entry.Node is { Length: > 0 } node) Remove(_podsByNode, node, key);
        if (key.Namespace.Length > 0) Remove(_byNamespace, key.Namespace, key);
    }

    private static void Add(Dictionary<string, SortedSet<ObjectKey>> map, string name, ObjectKey key)
    {
        if (!map.TryGetValue(name, out var keys)) map[name] = keys = new SortedSet<ObjectKey>(ByText);
        keys.Add(key);
    }

    private static void Remove(Dictionary<string, SortedSet<ObjectKey>> map, string name, ObjectKey key)
    {
        if (!map.TryGetValue(name, out var keys)) return;
        keys.Remove(key);
        if (keys.Count == 0) map.Remove(name);
    }

    /// <summary>By kind, then namespace, then name: the same order in every run.</summary>
    private static readonly Comparer<ObjectKey> ByText = Comparer<ObjectKey>.Create((left, right) =>
    {
        var order = string.CompareOrdinal(left.Kind.Group, right.Kind.Group);
        if (order == 0) order = string.CompareOrdinal(left.Kind.Kind, right.Kind.Kind);
        if (order == 0) order = string.CompareOrdinal(left.Namespace, right.Namespace);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    });
}
