using System.Text.Json;

namespace KfPipelineTasks.Model;

/// <summary>Looks into JSON without tripping over what is missing: a missing member, a null and a member of another type are all "not there".</summary>
public static class JsonLook
{
    /// <summary>The member, unless it is missing or null.</summary>
    public static JsonElement? Member(this JsonElement? owner, string name) => owner is { } found ? Member(found, name) : null;

    /// <inheritdoc cref="Member(JsonElement?, string)"/>
    public static JsonElement? Member(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>The member, if it is a text.</summary>
    public static string? Text(this JsonElement? owner, string name) => owner is { } found ? Text(found, name) : null;

    /// <inheritdoc cref="Text(JsonElement?, string)"/>
    public static string? Text(this JsonElement owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The member, if it is a whole number.</summary>
    public static long? Number(this JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var whole) ? whole : null;

    /// <summary>The items of the member, if it is a list; otherwise none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? owner, string name) => owner is { } found ? Items(found, name) : [];

    /// <inheritdoc cref="Items(JsonElement?, string)"/>
    public static IEnumerable<JsonElement> Items(this JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The items, if this is a list; otherwise none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? list) => list is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    /// <summary>The members of an object whose values are texts, such as labels.</summary>
    public static IReadOnlyDictionary<string, string> Texts(this JsonElement? map) =>
        map is { ValueKind: JsonValueKind.Object } found
            ? found.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String).ToDictionary(member => member.Name, member => member.Value.GetString()!)
            : new Dictionary<string, string>();
}
