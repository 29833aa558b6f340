using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>
/// Decides without asking the server whether applying an object would change it. The proof has two halves: the field set our
/// manager owns is exactly the set of the wanted fields (so nobody has changed one of them since - the server takes a field
/// away from its owner when somebody else changes it - and nothing of ours is left to remove), and every wanted value is the
/// live one. Whatever the proof cannot cover counts as a difference: that costs a request, never a missed drift.
/// </summary>
internal sealed class OwnedFields
{
    private readonly ValueRules _rules;
    private readonly DefinitionDefaults _defaults;
    private readonly List<FieldDifference> _found = [];

    private OwnedFields(ValueRules rules, DefinitionDefaults defaults) => (_rules, _defaults) = (rules, defaults);

    /// <summary>What an apply of <paramref name="wanted"/> would write; empty when it would change nothing.</summary>
    /// <param name="wanted">The object exactly as it would be sent.</param>
    /// <param name="live">The whole object as it is.</param>
    /// <param name="manager">Our field manager.</param>
    /// <param name="definition">The CRD of a custom resource, for its defaults; null when not at hand.</param>
    public static IReadOnlyList<FieldDifference> Differences(Resource wanted, Resource live, string manager, Resource? definition)
    {
        var entry = ManagedEntry.AppliedBy(live, manager);
        var comparison = new OwnedFields(new ValueRules(wanted.Id.Group, wanted.Id.Kind), new DefinitionDefaults(definition, wanted.Id.Version));
        // A set written for another version of the kind has other names.
        var owned = entry is not null && entry.ApiVersion == wanted.Id.ApiVersion ? entry.Fields : Json.EmptyObject;
        comparison.Map(new Place(), wanted.Body, owned, live.Body);
        // An object that wants nothing owns nothing, and the server then keeps no entry.
        if (comparison._found.Count == 0 && entry is not null && entry.ApiVersion != wanted.Id.ApiVersion)
            comparison._found.Add(new FieldDifference("metadata.managedFields", null, null, OnlyOwnership: true));
        return comparison._found;
    }

    private void Map(Place at, JsonElement wanted, JsonElement owned, JsonElement? live)
    {
        foreach (var field in wanted.EnumerateObject())
        {
            if (IsIdentity(at, field.Name)) continue;
            var here = at.Field(field.Name);
            JsonElement? mine = owned.TryGetProperty($"f:{field.Name}", out var set) ? set : null;
            Value(here, field.Value, mine, Property(live, field.Name));
        }

        foreach (var set in owned.EnumerateObject())
        {
            if (set.Name == ".") continue;
            if (!set.Name.StartsWith("f:", StringComparison.Ordinal)) Unsure(at, wanted, live);
            else if (!wanted.TryGetProperty(set.Name[2..], out _)) Removed(at.Field(set.Name[2..]), Property(live, set.Name[2..]));
        }
    }

    private void Value(Place at, JsonElement wanted, JsonElement? owned, JsonElement? live)
    {
        if (owned is not { } mine)
        {
            Unowned(at, wanted, live);
            return;
        }

        var whole = !mine.EnumerateObject().Any(p => p.Name != ".");
        switch (wanted.ValueKind)
        {
            case JsonValueKind.Object when !whole:
                Map(at, wanted, mine, live);
                break;
            case JsonValueKind.Array when !whole:
                List(at, wanted, mine, live);
                break;
            case JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array when JsonValues.IsEmpty(wanted):
                if (!SameNothing(at, wanted, live)) Differs(at, wanted, live);
                break;
            default:
                if (!whole || !Same(at.Names, wanted, live)) Differs(at, wanted, live);
                break;
        }
    }

    // An empty list and a null own nothing, and so does a map of nothing else (metadata with a name only); anything else has to become ours.
    private void Unowned(Place at, JsonElement wanted, JsonElement? live)
    {
        if (wanted.ValueKind is JsonValueKind.Null || (wanted.ValueKind == JsonValueKind.Array && wanted.GetArrayLength() == 0))
        {
            if (!SameNothing(at, wanted, live)) Differs(at, wanted, live);
        }
        else if (wanted.ValueKind == JsonValueKind.Object && !JsonValues.IsEmpty(wanted))
        {
            var before = _found.Count;
            Map(at, wanted, Json.EmptyObject, live);
            if (_found.Count == before && at.Names != ".metadata" && !JsonValues.IsEmpty(live)) Unsure(at, wanted, live);
        }
        else
        {
            _found.Add(new FieldDifference(at.Text, live, wanted, live is { } there && _rules.Same(at.Names, wanted, there)));
        }
    }

    /// <summary>A list whose items have owners of their own: a set of values, or a map by keys.</summary>
    private void List(Place at, JsonElement wanted, JsonElement owned, JsonElement? live)
    {
        var sets = owned.EnumerateObject().Where(p => p.Name != ".").ToList();
        if (live is not { ValueKind: JsonValueKind.Array } there) Differs(at, wanted, live);
        else if (sets.TrueForAll(p => p.Name.StartsWith("k:", StringComparison.Ordinal))) KeyedList(at, wanted, sets, there);
        else if (sets.TrueForAll(p => p.Name.StartsWith("v:", StringComparison.Ordinal))) ValueList(at, wanted, sets, there);
        else Unsure(at, wanted, live);
    }

    private void ValueList(Place at, JsonElement wanted, List<JsonProperty> owned, JsonElement live)
    {
        var mine = owned.Select(p => JsonElement.Parse(p.Name[2..])).ToList();
        var items = wanted.EnumerateArray().ToList();
        var same = mine.Count == items.Count && items.TrueForAll(i => mine.Exists(m => JsonValues.Same(m, i)));
        if (!same || !InOrder(items.Select(i => IndexOf(live, l => JsonValues.Same(l, i))))) Differs(at, wanted, live);
    }

    private void KeyedList(Place at, JsonElement wanted, List<JsonProperty> owned, JsonElement live)
    {
        var items = wanted.EnumerateArray().ToList();
        var sets = owned.Select(p => (Key: JsonElement.Parse(p.Name[2..]), Set: p.Value)).ToList();
        var pairs = ListKeys.Pair(items, sets.Select(s => s.Key).ToList());
        if (pairs is null)
        {
            Unsure(at, wanted, live);
            return;
        }

        var places = new List<int>();
        for (var i = 0; i < items.Count; i++)
        {
            if (pairs[i] < 0)
            {
                _found.Add(new FieldDifference(at.Item(ListKeys.Describe(items[i], sets.Select(s => s.Key).FirstOrDefault())).Text, null, items[i], OnlyOwnership: false));
                continue;
            }

            var (key, set) = sets[pairs[i]];
            var here = at.Item(ListKeys.Text(key));
            var index = IndexOf(live, l => ListKeys.Matches(l, key));
            if (index < 0) _found.Add(new FieldDifference(here.Text, null, items[i], OnlyOwnership: false));
            else Map(here, items[i], set, live[index]);
            places.Add(index);
        }

        foreach (var (set, number) in sets.Select((s, n) => (s, n)))
        {
            if (!pairs.Contains(number)) Removed(at.Item(ListKeys.Text(set.Key)), live.EnumerateArray().Cast<JsonElement?>().FirstOrDefault(l => ListKeys.Matches(l!.Value, set.Key)));
        }

        // The order of containers, init containers and rules has a meaning.
        if (_found.Count == 0 && !InOrder(places)) Unsure(at, wanted, live);
    }

    /// <summary>True when a value owned as a whole is the live one, but for what the server adds.</summary>
    private bool Same(string names, JsonElement wanted, JsonElement? live)
    {
        if (live is not { } there) return _rules.BuiltIn ? JsonValues.IsZero(wanted) : wanted.ValueKind == JsonValueKind.Null;
        return (wanted.ValueKind, there.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) =>
                wanted.EnumerateObject().All(p => Same($"{names}.{p.Name}", p.Value, Property(there, p.Name))) &&
                there.EnumerateObject().All(p => wanted.TryGetProperty(p.Name, out _) || IsDefault($"{names}.{p.Name}", p.Value)),
            (JsonValueKind.Array, JsonValueKind.Array) =>
                wanted.GetArrayLength() == there.GetArrayLength() && wanted.EnumerateArray().Zip(there.EnumerateArray()).All(p => Same(names, p.First, p.Second)),
            _ => _rules.Same(names, wanted, there),
        };
    }

    // Go types leave out what is empty; a custom resource keeps an empty list. A null takes away what is there, unless the server puts it there itself.
    private bool SameNothing(Place at, JsonElement wanted, JsonElement? live)
    {
        if (wanted.ValueKind == JsonValueKind.Null) return live is not { } value || (_rules.BuiltIn && KnownDefaults.IsDefault(at.Names, value));
        return JsonValues.IsEmpty(live) && (_rules.BuiltIn || (live is { } there && there.ValueKind == wanted.ValueKind));
    }

    private bool IsDefault(string names, JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (_rules.BuiltIn ? KnownDefaults.IsDefault(names, value) : _defaults.IsDefault(names, value));

    private void Differs(Place at, JsonElement wanted, JsonElement? live) =>
        _found.Add(new FieldDifference(at.Text, live, wanted, OnlyOwnership: false));

    private void Unsure(Place at, JsonElement wanted, JsonElement? live) =>
        _found.Add(new FieldDifference(at.Text, live, wanted, OnlyOwnership: true));

    // What somebody else owns as well stays: the server knows, we need not.
    private void Removed(Place at, JsonElement? live) => _found.Add(new FieldDifference(at.Text, live, null, OnlyOwnership: live is null));

    private static bool IsIdentity(Place at, string name) =>
        at.Names.Length == 0 ? name is "apiVersion" or "kind" : at.Names == ".metadata" && name is "name" or "namespace";

    private static JsonElement? Property(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static int IndexOf(JsonElement list, Func<JsonElement, bool> test)
    {
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (test(item)) return index;
            index++;
        }

        return -1;
    }

    private static bool InOrder(IEnumerable<int> places)
    {
        var last = -1;
        foreach (var place in places)
        {
            if (place <= last) return false;
            last = place;
        }

        return true;
    }
}
