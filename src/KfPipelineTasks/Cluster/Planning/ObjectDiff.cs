using System.Text.Json;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Planning;

/// <summary>Field-level differences between an object as it is and as the server says it would be. What only the server sets is left out.</summary>
internal sealed class ObjectDiff
{
    private static readonly string[] ServerSet = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

    // What lists of maps are usually told apart by; only used when every item has it, once.
    private static readonly string[][] Keys =
        [["name"], ["containerPort", "protocol"], ["port", "protocol"], ["mountPath"], ["key"], ["type"], ["topologyKey", "whenUnsatisfiable"], ["ip"], ["uid"]];

    private readonly List<FieldDifference> _found = [];

    public static IReadOnlyList<FieldDifference> Between(Resource live, Resource after)
    {
        var diff = new ObjectDiff();
        diff.Value(new Place(), live.Body, after.Body);
        return diff._found;
    }

    private void Value(Place at, JsonElement? before, JsonElement? after)
    {
        if (before is { ValueKind: JsonValueKind.Object } a && after is { ValueKind: JsonValueKind.Object } b) Map(at, a, b);
        else if (before is { ValueKind: JsonValueKind.Array } x && after is { ValueKind: JsonValueKind.Array } y) List(at, x, y);
        else if (!(before is null && after is null) && !(before is { } p && after is { } q && JsonValues.Same(p, q)))
            _found.Add(new FieldDifference(at.Text, before, after, OnlyOwnership: false));
    }

    private void Map(Place at, JsonElement before, JsonElement after)
    {
        foreach (var name in before.EnumerateObject().Concat(after.EnumerateObject()).Select(p => p.Name).Distinct())
        {
            if (at.Names.Length == 0 && name == "status") continue;
            if (at.Names == ".metadata" && ServerSet.Contains(name)) continue;
            Value(at.Field(name), Property(before, name), Property(after, name));
        }
    }

    private void List(Place at, JsonElement before, JsonElement after)
    {
        var a = before.EnumerateArray().ToList();
        var b = after.EnumerateArray().ToList();
        if (Keys.FirstOrDefault(k => Identifies(k, a) && Identifies(k, b)) is { } key)
        {
            foreach (var item in a.Concat(b).Select(i => Text(i, key)).Distinct())
                Value(at.Item(item), Find(a, key, item), Find(b, key, item));
            Order(at, [.. a.Select(i => Text(i, key))], [.. b.Select(i => Text(i, key))]);
        }
        else if (a.Count == b.Count && a.Count > 0 && a.TrueForAll(i => i.ValueKind == JsonValueKind.Object))
        {
            for (var i = 0; i < a.Count; i++) Value(at.Item($"{i}"), a[i], b[i]);
        }
        else if (!JsonValues.Same(before, after))
        {
            _found.Add(new FieldDifference(at.Text, before, after, OnlyOwnership: false));
        }
    }

    // Containers start, and rules count, in their order: the same items in another one are a change.
    private void Order(Place at, List<string> before, List<string> after)
    {
        var stay = before.Intersect(after, StringComparer.Ordinal).ToList();
        var then = after.Intersect(before, StringComparer.Ordinal).ToList();
        if (!stay.SequenceEqual(then, StringComparer.Ordinal)) _found.Add(new FieldDifference($"{at.Text} (order)", Words(stay), Words(then), OnlyOwnership: false));
    }

    private static JsonElement Words(List<string> words) => Json.Parse(Json.Bytes(w =>
    {
        w.WriteStartArray();
        foreach (var word in words) w.WriteStringValue(word);
        w.WriteEndArray();
    }).Span);

    private static bool Identifies(string[] key, List<JsonElement> items) =>
        items.TrueForAll(i => i.ValueKind == JsonValueKind.Object && key.All(k => i.TryGetProperty(k, out _))) && items.DistinctBy(i => Text(i, key)).Count() == items.Count;

    private static string Text(JsonElement item, string[] key) => string.Join(',', key.Select(k => $"{k}={item.GetProperty(k)}"));

    private static JsonElement? Find(List<JsonElement> items, string[] key, string text) => items.Where(i => Text(i, key) == text).Select(i => (JsonElement?)i).FirstOrDefault();

    private static JsonElement? Property(JsonElement map, string name) => map.TryGetProperty(name, out var value) ? value : null;
}
