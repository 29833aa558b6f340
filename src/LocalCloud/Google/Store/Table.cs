using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using LocalCloud.State;

namespace LocalCloud.Google.Store;

/// <summary>
/// Things of one kind, by name: in memory for reading, in the journal for keeping. Values are immutable, so a reader needs
/// no lock; who changes several things at once holds the world's gate.
/// </summary>
public sealed class Table<T>(IJournal journal, string name) where T : class
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly ConcurrentDictionary<string, T> _items = new();
    private readonly string _prefix = $"google/{name}/";

    public int Count => _items.Count;

    /// <summary>Everything, in the order of the names.</summary>
    public IEnumerable<T> All => _items.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);

    /// <summary>Names and values, in the order of the names.</summary>
    public IEnumerable<KeyValuePair<string, T>> Pairs => _items.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    public T? Find(string key) => _items.GetValueOrDefault(key);

    public void Put(string key, T value)
    {
        _items[key] = value;
        journal.Put(_prefix + key, JsonSerializer.SerializeToUtf8Bytes(value, Format));
    }

    public bool Remove(string key)
    {
        if (!_items.TryRemove(key, out _)) return false;
        journal.Delete(_prefix + key);
        return true;
    }

    /// <summary>Reads back what the journal kept.</summary>
    public void Load()
    {
        foreach (var (key, json) in journal.Load(_prefix))
            _items[key[_prefix.Length..]] = JsonSerializer.Deserialize<T>(json.Span, Format)!;
    }
}
