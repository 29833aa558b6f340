using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using LocalCloud.Kube.Documents;
using LocalCloud.State;

namespace LocalCloud.Kube.Store;

/// <summary>
/// The objects of a cluster: one counter for all versions, optimistic writes, history for watches, a journal behind it.
/// Work on an object happens outside; only the swap of one version for the next happens under the lock.
/// </summary>
internal sealed class ObjectStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ObjectCollection> _collections = new(StringComparer.Ordinal);
    private readonly IJournal? _journal;
    private readonly string _prefix;
    private readonly List<Action<string, StoreEvent>> _subscribers = [];
    private long _version = 200;

    /// <param name="journal">Where writes are kept; null keeps them in memory only.</param>
    /// <param name="prefix">Start of this cluster's journal keys, such as <c>kube/p/l/c/</c>.</param>
    public ObjectStore(IJournal? journal, string prefix)
    {
        _journal = journal;
        _prefix = prefix;
        if (journal is not null) Restore(journal);
    }

    public long Version
    {
        get { lock (_gate) return _version; }
    }

    public ImmutableSortedDictionary<string, StoredObject> Snapshot(string groupResource, out long version)
    {
        lock (_gate)
        {
            version = _version;
            return Collection(groupResource).Items;
        }
    }

    public ImmutableSortedDictionary<string, StoredObject> Snapshot(string groupResource) => Snapshot(groupResource, out _);

    public StoredObject? Get(string groupResource, string? @namespace, string name) =>
        Snapshot(groupResource).GetValueOrDefault(StoredObject.KeyOf(@namespace, name));

    /// <summary>
    /// Puts a document in the place of <paramref name="expected"/> (null: where nothing is).
    /// Null when something else is there by now: look again and retry.
    /// </summary>
    public StoredObject? TryWrite(string groupResource, StoredObject? expected, JsonObject document)
    {
        var key = StoredObject.KeyOf(Json.Text(document, "metadata", "namespace"), Json.Text(document, "metadata", "name") ?? "");
        lock (_gate)
        {
            var collection = Collection(groupResource);
            if (!ReferenceEquals(collection.Items.GetValueOrDefault(key), expected)) return null;
            var written = StoredObject.Freeze(document, ++_version);
            _journal?.Put(JournalKey(groupResource, key), written.Bytes);
            Apply(collection, new(expected is null ? StoreEventType.Added : StoreEventType.Modified, written, expected));
            return written;
        }
    }

    /// <summary>Removes an object; <paramref name="last"/> is its final state. Null when another version is there by now.</summary>
    public StoredObject? TryDelete(string groupResource, StoredObject expected, JsonObject last)
    {
        lock (_gate)
        {
            var collection = Collection(groupResource);
            if (!ReferenceEquals(collection.Items.GetValueOrDefault(expected.Key), expected)) return null;
            var gone = StoredObject.Freeze(last, ++_version);
            _journal?.Delete(JournalKey(groupResource, expected.Key));
            _journal?.Put(VersionKey, Encoding.UTF8.GetBytes(Json.Invariant(_version)));
            Apply(collection, new(StoreEventType.Deleted, gone, expected));
            return gone;
        }
    }

    /// <summary>Follows a resource.</summary>
    /// <param name="since">Version after which events are wanted; null: begin now, with what is there as <see cref="StoreWatch.Initial"/>.</param>
    /// <exception cref="HistoryGoneException">The history does not reach back that far.</exception>
    public StoreWatch Watch(string groupResource, long? since)
    {
        var channel = Channel.CreateUnbounded<StoreEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            var collection = Collection(groupResource);
            if (since is { } version)
            {
                if (version < collection.ForgottenUpTo) throw new HistoryGoneException(version, collection.ForgottenUpTo);
                foreach (var change in collection.Since(version)) channel.Writer.TryWrite(change);
            }
            IReadOnlyList<StoredObject> initial = since is null ? [.. collection.Items.Values] : [];
            collection.Add(channel.Writer);
            return new StoreWatch(channel.Reader, initial, _version, () => Stop(collection, channel.Writer));
        }
    }

    /// <summary>
    /// Tells everything that is there, and then every write to any resource, in order and before the write returns. Runs
    /// under the store's lock: the listener takes note and returns.
    /// </summary>
    public IDisposable Subscribe(Action<string, StoreEvent> listener)
    {
        lock (_gate)
        {
            foreach (var (resource, collection) in _collections.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                foreach (var item in collection.Items.Values) listener(resource, new(StoreEventType.Added, item, null));
            _subscribers.Add(listener);
        }
        return new Subscription(this, listener);
    }

    private sealed class Subscription(ObjectStore store, Action<string, StoreEvent> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (store._gate) store._subscribers.Remove(listener);
        }
    }

    private void Apply(ObjectCollection collection, StoreEvent change)
    {
        collection.Apply(change);
        foreach (var listener in _subscribers) listener(collection.GroupResource, change);
    }

    private void Stop(ObjectCollection collection, ChannelWriter<StoreEvent> writer)
    {
        lock (_gate) collection.Remove(writer);
        writer.TryComplete();
    }

    /// <summary>Forgets past events, as compaction does: older watches and pages get 410.</summary>
    public void Compact()
    {
        lock (_gate)
            foreach (var collection in _collections.Values) collection.ForgetHistory(_version);
    }

    /// <summary>Ends the watches of one resource, or of all.</summary>
    public void DropWatches(string? groupResource = null)
    {
        lock (_gate)
            foreach (var collection in _collections.Values)
                if (groupResource is null || collection.GroupResource == groupResource) collection.CompleteWatchers();
    }

    /// <summary>Forgets everything, in the journal too.</summary>
    public void Erase()
    {
        lock (_gate)
        {
            foreach (var collection in _collections.Values)
            {
                collection.CompleteWatchers();
                foreach (var key in collection.Items.Keys) _journal?.Delete(JournalKey(collection.GroupResource, key));
            }
            _collections.Clear();
            _journal?.Delete(VersionKey);
        }
    }

    /// <summary>Waits until everything written so far survives a kill.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation) => _journal?.FlushAsync(cancellation) ?? ValueTask.CompletedTask;

    public IReadOnlyList<string> Resources
    {
        get { lock (_gate) return [.. _collections.Where(pair => !pair.Value.Items.IsEmpty).Select(pair => pair.Key)]; }
    }

    private ObjectCollection Collection(string groupResource)
    {
        if (_collections.TryGetValue(groupResource, out var collection)) return collection;
        return _collections[groupResource] = new ObjectCollection(groupResource);
    }

    private string JournalKey(string groupResource, string key) => $"{_prefix}o/{groupResource}/{key}";

    private string VersionKey => _prefix + "version";

    private void Restore(IJournal journal)
    {
        var found = new Dictionary<string, List<StoredObject>>(StringComparer.Ordinal);
        foreach (var (key, bytes) in journal.Load(_prefix))
        {
            if (key == VersionKey)
            {
                _version = Math.Max(_version, long.Parse(Encoding.UTF8.GetString(bytes.Span), CultureInfo.InvariantCulture));
                continue;
            }
            if (!key.StartsWith(_prefix + "o/", StringComparison.Ordinal)) continue;
            var rest = key[(_prefix.Length + 2)..];
            var document = JsonReading.ParseObject(bytes.Span);
            var version = long.Parse(Json.Text(document, "metadata", "resourceVersion") ?? "0", CultureInfo.InvariantCulture);
            _version = Math.Max(_version, version);
            var resource = rest[..rest.IndexOf('/', StringComparison.Ordinal)];
            if (!found.TryGetValue(resource, out var list)) found[resource] = list = [];
            list.Add(StoredObject.FromBytes(bytes.ToArray(), document, version));
        }
        foreach (var (resource, objects) in found) Collection(resource).Restore(objects, _version);
    }
}
