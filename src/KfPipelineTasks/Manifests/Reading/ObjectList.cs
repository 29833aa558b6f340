using System.Text.Json;
using System.Text.Json.Nodes;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>Takes <c>kind: List</c> and typed lists (<c>ConfigMapList</c>) apart, as kubectl does.</summary>
internal static class ObjectList
{
    /// <summary>The items of a list; null when <paramref name="body"/> is no list.</summary>
    public static IReadOnlyList<JsonElement>? Items(JsonElement body)
    {
        if (!body.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array) return null;
        if (!body.TryGetProperty("kind", out var kind) || kind.ValueKind != JsonValueKind.String) return null;
        var name = kind.GetString()!;
        if (!name.EndsWith("List", StringComparison.Ordinal)) return null;
        var apiVersion = body.TryGetProperty("apiVersion", out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        return name == "List" ? [.. items.EnumerateArray()] : [.. items.EnumerateArray().Select(item => WithType(item, apiVersion, name[..^4]))];
    }

    // The items of a typed list need not repeat what the list says.
    private static JsonElement WithType(JsonElement item, string? apiVersion, string kind)
    {
        if (item.ValueKind != JsonValueKind.Object || item.TryGetProperty("kind", out _)) return item;
        var whole = JsonObject.Create(item)!;
        whole["kind"] = kind;
        if (apiVersion is not null && !whole.ContainsKey("apiVersion")) whole["apiVersion"] = apiVersion;
        return JsonSerializer.SerializeToElement(whole, Deep);
    }

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = ReadLimits.Depth * 2 };
}
