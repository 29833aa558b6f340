using System.Text.Json;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>Joins two field sets in the FieldsV1 form.</summary>
internal static class FieldUnion
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<JsonElement> sets)
    {
        writer.WriteStartObject();
        var names = sets.SelectMany(s => s.EnumerateObject()).Select(p => p.Name).Distinct();
        foreach (var name in names)
        {
            var below = sets.Where(s => s.TryGetProperty(name, out _)).Select(s => s.GetProperty(name)).ToList();
            writer.WritePropertyName(name);
            // A set that owns a thing as a whole says so with "." once another owns parts of it.
            var whole = below.Count > 1 && name != "." && below.Any(b => !b.EnumerateObject().Any()) && below.Any(b => b.EnumerateObject().Any());
            Write(writer, whole ? [.. below, Json.Itself] : below);
        }

        writer.WriteEndObject();
    }
}
