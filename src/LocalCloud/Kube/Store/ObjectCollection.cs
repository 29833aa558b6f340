using System.Collections.Immutable;
using System.Threading.Channels;

namespace LocalCloud.Kube.Store;

/// <summary>The objects of one resource, their recent history and whoever watches them. Guarded by the store's lock.</summary>
internal sealed class ObjectCollection(string groupResource)
{
    /// <summary>How many events can be asked for again. An older watch gets 410 Gone.</summary>
    private const int HistoryLength = 2000;

    private readonly Queue<StoreEvent> _history = new();
    private readonly List<ChannelWriter<StoreEvent>> _watchers = [];

    public string GroupResource { get; } = groupResource;

    /// <summary>All objects by key. Replaced as a whole, so that a reader keeps the state it began with.</summary>
    public ImmutableSortedDictionary<string, StoredObject> Items { get; private set; } = ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    /// <summary>Events up to this version are forgotten.</summary>
    public long ForgottenUpTo { get; private set; }

    public void Restore(IEnumerable<StoredObject> objects, long upTo)
    {
        Items = Items.SetItems(objects.Select(item => KeyValuePair.Create(item.Key, item)));
        ForgottenUpTo = upTo;
    }

    public void Apply(StoreEvent change)
    {
        Items = change.Type == StoreEventType.Deleted ? Items.Remove(change.Object.Key) : Items.SetItem(change.Object.Key, change.Object);
        _history.Enqueue(change);
        if (_history.Count > HistoryLength) ForgottenUpTo = _history.Dequeue().Object.ResourceVersion;
        foreach (var watcher in _watchers) watcher.TryWrite(change);
    }

    public IReadOnlyList<StoreEvent> Since(long version) => [.. _history.Where(change => change.Object.ResourceVersion > version)];

    public void ForgetHistory(long upTo)
    {
        _history.Clear();
        ForgottenUpTo = upTo;
    }

    public void Add(ChannelWriter<StoreEvent> watcher) => _watchers.Add(watcher);

    public void Remove(ChannelWriter<StoreEvent> watcher) => _watchers.Remove(watcher);

    public void CompleteWatchers()
    {
        foreach (var watcher in _watchers) watcher.TryComplete();
        _watchers.Clear();
    }
}
