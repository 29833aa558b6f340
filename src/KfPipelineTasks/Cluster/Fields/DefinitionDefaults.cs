using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>The defaults a CustomResourceDefinition declares for one of its versions.</summary>
internal sealed class DefinitionDefaults
{
    private readonly JsonElement? _schema;

    /// <param name="definition">The definition; null when it is not at hand (then nothing is known to be a default).</param>
    public DefinitionDefaults(Resource? definition, string version) =>
        _schema = definition?.Body.Items("spec", "versions").FirstOrDefault(v => v.Text("name") == version).At("schema", "openAPIV3Schema");

    /// <param name="path">Names from the root, list items not counted.</param>
    public bool IsDefault(string path, JsonElement value)
    {
        var here = _schema;
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (here is not { } schema) return false;
            here = Below(schema, name);
        }

        return here is { } found && IsDefault(found, value);
    }

    private static JsonElement? Below(JsonElement schema, string name)
    {
        while (schema.At("items") is { ValueKind: JsonValueKind.Object } items) schema = items;
        var property = schema.At("properties", name) ?? schema.At("additionalProperties");
        return property is { ValueKind: JsonValueKind.Object } ? property : null;
    }

    // A default map is filled up with the defaults of its own fields.
    private static bool IsDefault(JsonElement schema, JsonElement value) =>
        schema.At("default") is { } standard && (JsonValues.Same(standard, value) ||
        (standard.ValueKind == JsonValueKind.Object && value.ValueKind == JsonValueKind.Object &&
         standard.EnumerateObject().All(p => value.TryGetProperty(p.Name, out _)) &&
         value.EnumerateObject().All(p => standard.TryGetProperty(p.Name, out var given)
             ? JsonValues.Same(given, p.Value)
             : Below(schema, p.Name) is { } below && IsDefault(below, p.Value))));
}
