using System.Text.Json;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>Items of lists that are maps by keys (<c>containers</c> by name, <c>ports</c> by port and protocol).</summary>
internal static class ListKeys
{
    /// <summary>True when the item has every key with its value.</summary>
    public static bool Matches(JsonElement item, JsonElement key) =>
        item.ValueKind == JsonValueKind.Object && key.EnumerateObject().All(k => item.TryGetProperty(k.Name, out var value) && JsonValues.Same(value, k.Value));

    /// <summary>
    /// For each item the number of its key, or -1. A manifest may leave out a key that has a default (<c>protocol</c>), so an
    /// item that lacks a key takes what the exact ones leave over. Null when that is not clear.
    /// </summary>
    public static IReadOnlyList<int>? Pair(IReadOnlyList<JsonElement> items, IReadOnlyList<JsonElement> keys)
    {
        var pairs = Enumerable.Repeat(-1, items.Count).ToArray();
        var free = Enumerable.Range(0, keys.Count).ToHashSet();
        foreach (var exactly in new[] { true, false })
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (pairs[i] >= 0) continue;
                var fitting = free.Where(k => exactly ? Matches(items[i], keys[k]) : MayMatch(items[i], keys[k])).ToList();
                if (fitting.Count > 1) return null;
                if (fitting.Count == 0) continue;
                pairs[i] = fitting[0];
                free.Remove(fitting[0]);
            }
        }

        return pairs;
    }

    /// <summary><c>name=main</c>.</summary>
    public static string Text(JsonElement key) => string.Join(',', key.EnumerateObject().Select(k => $"{k.Name}={k.Value}"));

    /// <summary>The item's own values of the keys its list uses.</summary>
    public static string Describe(JsonElement item, JsonElement like) =>
        like.ValueKind == JsonValueKind.Object && item.ValueKind == JsonValueKind.Object
            ? string.Join(',', like.EnumerateObject().Where(k => item.TryGetProperty(k.Name, out _)).Select(k => $"{k.Name}={item.GetProperty(k.Name)}"))
            : "new";

    private static bool MayMatch(JsonElement item, JsonElement key) =>
        item.ValueKind == JsonValueKind.Object && key.EnumerateObject().All(k => !item.TryGetProperty(k.Name, out var value) || JsonValues.Same(value, k.Value));
}
