using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Patches;

/// <summary>
/// Strategic merge patch: like a merge patch, but lists with a merge key are merged item by item. Understands
/// <c>$patch: delete|replace|merge</c>, <c>$deleteFromPrimitiveList/</c>, <c>$setElementOrder/</c> and <c>$retainKeys</c>.
/// </summary>
internal static class StrategicMerge
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string Order = "$setElementOrder/";
    private const string DeletePrimitives = "$deleteFromPrimitiveList/";

    public static JsonObject Apply(JsonObject document, JsonObject patch, FieldType type)
    {
        if (Json.Text(patch, Directive) == "replace") return Without(patch, Directive);
        if (Json.Text(patch, Directive) == "delete") return [];
        Retain(document, patch);
        foreach (var (name, value) in patch)
        {
            if (name is Directive or RetainKeys) continue;
            if (name.StartsWith(Order, StringComparison.Ordinal)) continue;
            if (name.StartsWith(DeletePrimitives, StringComparison.Ordinal)) RemovePrimitives(document, name[DeletePrimitives.Length..], value as JsonArray);
            else Member(document, name, value, type.Member(name) ?? FieldType.Any);
        }
        foreach (var (name, value) in patch)
            if (name.StartsWith(Order, StringComparison.Ordinal)) Reorder(document, name[Order.Length..], value as JsonArray, type);
        return document;
    }

    private static JsonObject Without(JsonObject patch, string member)
    {
        var copy = (JsonObject)patch.DeepClone();
        copy.Remove(member);
        return copy;
    }

    private static void Retain(JsonObject document, JsonObject patch)
    {
        if (Json.List(patch, RetainKeys) is not { } keys) return;
        var kept = keys.Select(key => Json.Text(key)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in document.Select(pair => pair.Key).Where(name => !kept.Contains(name)).ToList()) document.Remove(name);
    }

    private static void Member(JsonObject document, string name, JsonNode? value, FieldType type)
    {
        switch (value)
        {
            case null:
                document.Remove(name);
                break;
            case JsonObject inner:
                if (Json.Text(inner, Directive) == "delete") document.Remove(name);
                else if (document[name] is JsonObject old)
                {
                    document.Remove(name);
                    document[name] = Apply(old, inner, type);
                }
                else document[name] = Clean(inner, type);
                break;
            case JsonArray list when type is { Kind: FieldKind.List, MergeKey: not null }:
                var live = document[name] as JsonArray ?? [];
                document[name] = type.MergeKey.Length == 0 ? Primitives(live, list) : Items(live, list, type);
                break;
            default:
                document[name] = value.DeepClone();
                break;
        }
    }

    /// <summary>A part of the patch that meets nothing: its directives are carried out on nothing.</summary>
    private static JsonObject Clean(JsonObject patch, FieldType type) => Apply([], patch, type);

    private static JsonArray Primitives(JsonArray live, JsonArray added)
    {
        var merged = (JsonArray)live.DeepClone();
        foreach (var value in added)
            if (!merged.Any(known => Json.Same(known, value))) merged.Add(value?.DeepClone());
        return merged;
    }

    private static void RemovePrimitives(JsonObject document, string name, JsonArray? gone)
    {
        if (document[name] is not JsonArray live || gone is null) return;
        document[name] = new JsonArray([.. live.Where(value => !gone.Any(other => Json.Same(value, other))).Select(value => value?.DeepClone())]);
    }

    private static JsonArray Items(JsonArray live, JsonArray patch, FieldType type)
    {
        var key = type.MergeKey!;
        if (patch.OfType<JsonObject>().Any(item => Json.Text(item, Directive) == "replace" && item.Count == 1))
            return new JsonArray([.. patch.OfType<JsonObject>().Where(item => !item.ContainsKey(Directive)).Select(item => (JsonNode)item.DeepClone())]);
        var merged = live.Select(item => item?.DeepClone()).ToList();
        var added = new List<JsonNode?>();
        foreach (var item in patch.OfType<JsonObject>())
        {
            var identity = item[key] ?? throw ApiErrors.BadRequest($"map: map[] does not contain declared merge key: {key}");
            var at = merged.FindIndex(other => Json.Same(Json.At(other, key), identity));
            if (Json.Text(item, Directive) == "delete")
            {
                if (at >= 0) merged.RemoveAt(at);
            }
            else if (at < 0) added.Add(Clean(item, type.Element!));
            else merged[at] = Apply((JsonObject)merged[at]!, item, type.Element!);
        }
        // New items come first, as in the real server, unless the patch gives an order.
        return new JsonArray([.. added, .. merged]);
    }

    private static void Reorder(JsonObject document, string name, JsonArray? order, FieldType owner)
    {
        if (document[name] is not JsonArray live || order is null || owner.Member(name) is not { Kind: FieldKind.List } type) return;
        var key = type.MergeKey ?? "";
        JsonNode? Identity(JsonNode? item) => key.Length == 0 ? item : Json.At(item, key);
        var wanted = order.Select(Identity).ToList();
        var items = live.Select((item, index) => (Item: item, Index: index, Rank: wanted.FindIndex(one => Json.Same(one, Identity(item))))).ToList();
        var named = new Queue<JsonNode?>(items.Where(item => item.Rank >= 0).OrderBy(item => item.Rank).Select(item => item.Item?.DeepClone()));
        document[name] = new JsonArray([.. items.Select(item => item.Rank >= 0 ? named.Dequeue() : item.Item?.DeepClone())]);
    }
}
