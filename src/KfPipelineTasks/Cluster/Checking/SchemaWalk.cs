using System.Globalization;
using System.Text.Json;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Checking;

/// <summary>
/// Finds fields a kind does not have, and values of another type than its fields. Says nothing where the schema says nothing, so what
/// it finds no server would take. Values are never repeated: they may be secret.
/// </summary>
internal sealed class SchemaWalk
{
    private readonly List<WrongField> _found = [];

    public static IReadOnlyList<WrongField> Of(JsonElement value, SchemaNode schema)
    {
        var walk = new SchemaWalk();
        walk.Value(new Place(), value, schema);
        return walk._found;
    }

    private void Value(Place at, JsonElement value, SchemaNode schema)
    {
        // Null stands for absent.
        if (value.ValueKind == JsonValueKind.Null) return;
        if (schema.Type is { } type && !Fits(type, value))
        {
            _found.Add(new WrongField(at.Text, $"{at.Text} must be {Words(type)}, and is {Words(value)}."));
            return;
        }

        if (value.ValueKind == JsonValueKind.Object) Map(at, value, schema);
        else if (value.ValueKind == JsonValueKind.Array && schema.Items is { } items) List(at, value, items);
    }

    private void Map(Place at, JsonElement map, SchemaNode schema)
    {
        if (ReferenceEquals(schema, SchemaNode.Anything)) return;
        foreach (var field in map.EnumerateObject())
        {
            var place = at.Field(field.Name);
            if (schema.Below(field.Name) is { } below) Value(place, field.Value, below);
            else _found.Add(new WrongField(place.Text, $"{place.Text}: there is no such field.{Nearest.Hint(field.Name, schema.Fields!.Keys)}"));
        }
    }

    private void List(Place at, JsonElement list, SchemaNode items)
    {
        var number = 0;
        foreach (var item in list.EnumerateArray()) Value(at.Item((number++).ToString(CultureInfo.InvariantCulture)), item, items);
    }

    private static bool Fits(string type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value.TryGetDecimal(out var number) && number == decimal.Truncate(number),
        ("object" or "array" or "string" or "boolean" or "number" or "integer", _) => false,
        _ => true,
    };

    private static string Words(string type) => type switch
    {
        "object" => "a map",
        "array" => "a list",
        "string" => "a text",
        "boolean" => "true or false",
        "integer" => "a whole number",
        _ => "a number",
    };

    private static string Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "a map",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
