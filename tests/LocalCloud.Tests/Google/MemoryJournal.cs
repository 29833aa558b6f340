using LocalCloud.State;

namespace LocalCloud.Tests.Google;

/// <summary>A journal that remembers for as long as the test lives; a second world can be started from it.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _documents = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Load(string prefix)
    {
        lock (_gate) return [.. _documents.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))];
    }

    public void Put(string key, ReadOnlyMemory<byte> json)
    {
        lock (_gate) _documents[key] = json;
    }

    public void Delete(string key)
    {
        lock (_gate) _documents.Remove(key);
    }

    public ValueTask FlushAsync(CancellationToken cancellation) => ValueTask.CompletedTask;
}
