using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Apply;

/// <summary>
/// What server-side apply does with a document and its type: which fields it sets, how two differ, how one is merged
/// into another, and a document without some fields. The rules are those of the structured merge of Kubernetes.
/// </summary>
internal static class TypedTree
{
    /// <summary>The type of a value: declared, or for untyped fields what the value looks like (maps by member, lists as a whole).</summary>
    public static FieldType Resolve(FieldType? type, JsonNode? value)
    {
        if (type is { Kind: not FieldKind.Any }) return type;
        return value switch
        {
            JsonObject => AnyMap,
            JsonArray => AnyList,
            _ => FieldType.Text,
        };
    }

    private static readonly FieldType AnyMap = new() { Kind = FieldKind.Map, Element = FieldType.Any, Open = true };
    private static readonly FieldType AnyList = new() { Kind = FieldKind.List, Element = FieldType.Any };

    private static bool IsLeaf(FieldType type) => type.Kind switch
    {
        FieldKind.Struct or FieldKind.Map => type.Atomic,
        FieldKind.List => type.Shape == ListShape.Atomic,
        _ => true,
    };

    private static bool IsMapLike(FieldType type) => type.Kind is FieldKind.Struct or FieldKind.Map;

    private static int Count(JsonNode? node) => node switch { JsonObject map => map.Count, JsonArray list => list.Count, _ => 0 };

    /// <summary>Every field that the document sets.</summary>
    public static FieldSet FieldsOf(JsonNode? value, FieldType type)
    {
        var set = new FieldSet();
        Collect(value, type, set);
        set.Trim();
        return set;
    }

    private static void Collect(JsonNode? value, FieldType declared, FieldSet here)
    {
        var type = Resolve(declared, value);
        if (IsLeaf(type)) here.Insert();
        else if (value is JsonObject map && IsMapLike(type)) CollectMembers(map, type, here);
        else if (value is JsonArray list && type.Kind == FieldKind.List) CollectItems(list, type, here);
    }

    private static void CollectMembers(JsonObject map, FieldType type, FieldSet here)
    {
        foreach (var (name, value) in map)
        {
            var inner = here.At(PathElement.Field(name));
            Collect(value, type.Member(name) ?? FieldType.Any, inner);
            var declared = type.Fields.ContainsKey(name);
            if (!declared || value is null || value is JsonObject { Count: 0 }) inner.Insert();
        }
    }

    private static void CollectItems(JsonArray list, FieldType type, FieldSet here)
    {
        foreach (var item in list)
        {
            if (PathElement.Item(type, item, out _) is not { } element) continue;
            var inner = here.At(element);
            Collect(item, type.Element!, inner);
            inner.Insert();
        }
    }

    /// <summary>How the new document differs from the old one.</summary>
    public static FieldComparison Compare(JsonNode? old, JsonNode? updated, FieldType type)
    {
        var (added, modified, removed) = (new FieldSet(), new FieldSet(), new FieldSet());
        Compare(old, true, updated, true, type, added, modified, removed, atRoot: true);
        added.Trim();
        modified.Trim();
        removed.Trim();
        return new(added, modified, removed);
    }

    private static void Compare(
        JsonNode? old, bool hasOld, JsonNode? updated, bool hasNew, FieldType declared,
        FieldSet added, FieldSet modified, FieldSet removed, bool atRoot = false)
    {
        var type = Resolve(declared, hasNew && updated is not null ? updated : old);
        var sameShape = declared.Kind != FieldKind.Any || !hasOld || !hasNew || old is null || updated is null || old.GetValueKind() == updated.GetValueKind();
        if (!sameShape || IsLeaf(type) || (Count(old) == 0 && Count(updated) == 0))
        {
            CompareLeaf(old, hasOld, updated, hasNew, added, modified, removed);
            return;
        }
        if (type.Kind == FieldKind.List) CompareItems(old as JsonArray, updated as JsonArray, type, added, modified, removed);
        else CompareMembers(old as JsonObject, updated as JsonObject, type, added, modified, removed);
        if (atRoot) return;
        if (!hasOld) added.Insert();
        else if (!hasNew) removed.Insert();
    }

    private static void CompareLeaf(JsonNode? old, bool hasOld, JsonNode? updated, bool hasNew, FieldSet added, FieldSet modified, FieldSet removed)
    {
        if (!hasOld) added.Insert();
        else if (!hasNew) removed.Insert();
        else if (!Json.Same(old, updated)) modified.Insert();
    }

    private static void CompareMembers(JsonObject? old, JsonObject? updated, FieldType type, FieldSet added, FieldSet modified, FieldSet removed)
    {
        if (old is not null)
            foreach (var (name, value) in old)
            {
                JsonNode? other = null;
                var has = updated is not null && updated.TryGetPropertyValue(name, out other);
                if (has && ReferenceEquals(value, other)) continue;
                var element = PathElement.Field(name);
                Compare(value, true, other, has, type.Member(name) ?? FieldType.Any, added.At(element), modified.At(element), removed.At(element));
            }
        if (updated is null) return;
        foreach (var (name, value) in updated)
        {
            if (old is not null && old.ContainsKey(name)) continue;
            var element = PathElement.Field(name);
            Compare(null, false, value, true, type.Member(name) ?? FieldType.Any, added.At(element), modified.At(element), removed.At(element));
        }
    }

    private static void CompareItems(JsonArray? old, JsonArray? updated, FieldType type, FieldSet added, FieldSet modified, FieldSet removed)
    {
        var before = Index(old, type);
        var after = Index(updated, type);
        foreach (var (element, items) in before)
        {
            var others = after.GetValueOrDefault(element);
            if (items.Count == 1 && others is null or { Count: 1 })
                Compare(items[0], true, others?[0], others is not null, type.Element!, added.At(element), modified.At(element), removed.At(element));
            else if (others is null) removed.At(element).Insert();
            else if (!SameItems(items, others)) modified.At(element).Insert();
        }
        foreach (var (element, items) in after)
        {
            if (before.ContainsKey(element)) continue;
            Compare(null, false, items[0], true, type.Element!, added.At(element), modified.At(element), removed.At(element));
        }
    }

    private static bool SameItems(List<JsonNode?> left, List<JsonNode?> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => Json.Same(pair.First, pair.Second));

    private static Dictionary<string, List<JsonNode?>> Index(JsonArray? list, FieldType type)
    {
        var index = new Dictionary<string, List<JsonNode?>>(StringComparer.Ordinal);
        foreach (var item in list ?? [])
        {
            if (PathElement.Item(type, item, out _) is not { } element) continue;
            if (index.TryGetValue(element, out var same)) same.Add(item);
            else index[element] = [item];
        }
        return index;
    }

    /// <summary>The live document with the applied configuration laid over it. Neither is changed.</summary>
    public static JsonNode? Merge(JsonNode? live, JsonNode? config, FieldType declared)
    {
        var type = Resolve(declared, config ?? live);
        if (IsLeaf(type) || (Count(live) == 0 && Count(config) == 0)) return (config ?? live)?.DeepClone();
        if (type.Kind == FieldKind.List) return MergeItems(live as JsonArray ?? [], config as JsonArray ?? [], type);
        return MergeMembers(live as JsonObject, config as JsonObject, type);
    }

    private static JsonObject MergeMembers(JsonObject? live, JsonObject? config, FieldType type)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in live ?? [])
        {
            if (config is not null && config.TryGetPropertyValue(name, out var wanted))
                merged[name] = wanted is null ? null : Merge(value, wanted, type.Member(name) ?? FieldType.Any);
            else
                merged[name] = value?.DeepClone();
        }
        foreach (var (name, value) in config ?? [])
            if (live is null || !live.ContainsKey(name)) merged[name] = value?.DeepClone();
        return merged;
    }

    /// <summary>
    /// Items of both lists. Items of the configuration keep the configuration's order; live items stay where they are
    /// relative to the shared items around them.
    /// </summary>
    private static JsonArray MergeItems(JsonArray live, JsonArray config, FieldType type)
    {
        var order = new ItemOrder(Elements(live, type), Elements(config, type));
        var ours = FirstByElement(live, type);
        var theirs = FirstByElement(config, type);
        var merged = new JsonArray();
        foreach (var step in order.Walk())
        {
            var item = step.LiveOnly
                ? live[step.Index]?.DeepClone()
                : Merge(ours.GetValueOrDefault(step.Element), theirs[step.Element], type.Element!);
            merged.Add(item);
        }
        return merged;
    }

    private static List<string> Elements(JsonArray list, FieldType type)
    {
        var elements = new List<string>(list.Count);
        for (var i = 0; i < list.Count; i++) elements.Add(PathElement.Item(type, list[i], out _) ?? $"i:{i}");
        return elements;
    }

    private static Dictionary<string, JsonNode?> FirstByElement(JsonArray list, FieldType type)
    {
        var index = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++) index.TryAdd(PathElement.Item(type, list[i], out _) ?? $"i:{i}", list[i]);
        return index;
    }

    /// <summary>The document without the given fields; containers that become empty go too.</summary>
    public static JsonNode? Without(JsonNode? value, FieldSet fields, FieldType declared)
    {
        var type = Resolve(declared, value);
        if (IsLeaf(type)) return value?.DeepClone();
        return value switch
        {
            JsonObject map => WithoutMembers(map, fields, type),
            JsonArray list => WithoutItems(list, fields, type),
            _ => value?.DeepClone(),
        };
    }

    private static JsonObject? WithoutMembers(JsonObject map, FieldSet fields, FieldType type)
    {
        var rest = new JsonObject();
        foreach (var (name, value) in map)
        {
            var cut = fields.Child(PathElement.Field(name));
            if (cut is { Member: true }) continue;
            var kept = cut is { HasChildren: true } ? Without(value, cut, type.Member(name) ?? FieldType.Any) : value?.DeepClone();
            if (kept is not null || value is null) rest[name] = kept;
        }
        return rest.Count > 0 || map.Count == 0 ? rest : null;
    }

    private static JsonArray? WithoutItems(JsonArray list, FieldSet fields, FieldType type)
    {
        var rest = new JsonArray();
        foreach (var item in list)
        {
            var cut = PathElement.Item(type, item, out _) is { } element ? fields.Child(element) : null;
            if (cut is { Member: true }) continue;
            rest.Add(cut is { HasChildren: true } ? Without(item, cut, type.Element!) : item?.DeepClone());
        }
        return rest.Count > 0 || list.Count == 0 ? rest : null;
    }
}
