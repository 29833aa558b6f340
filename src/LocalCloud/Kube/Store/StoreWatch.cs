using System.Threading.Channels;

namespace LocalCloud.Kube.Store;

/// <summary>A running watch: events in order, until it is disposed or the store ends it.</summary>
public sealed class StoreWatch : IDisposable
{
    private readonly Action _stop;

    internal StoreWatch(ChannelReader<StoreEvent> events, IReadOnlyList<StoredObject> initial, long version, Action stop)
    {
        Events = events;
        Initial = initial;
        Version = version;
        _stop = stop;
    }

    /// <summary>Everything that happens after <see cref="Version"/>.</summary>
    public ChannelReader<StoreEvent> Events { get; }

    /// <summary>What was there when the watch began.</summary>
    public IReadOnlyList<StoredObject> Initial { get; }

    /// <summary>Version of the store when the watch began.</summary>
    public long Version { get; }

    public void Dispose() => _stop();
}
