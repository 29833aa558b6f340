using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Custom;

/// <summary>Pruning and defaulting by a structural schema.</summary>
internal static class StructuralSchema
{
    /// <summary>Drops fields that the schema does not specify.</summary>
    public static void Prune(JsonNode? node, JsonObject? schema, bool isRoot = false)
    {
        if (schema is null || node is null) return;
        if (node is JsonArray list)
        {
            foreach (var item in list) Prune(item, schema["items"] as JsonObject);
            return;
        }
        if (node is not JsonObject map) return;
        var embedded = isRoot || Json.Flag(schema, "x-kubernetes-embedded-resource") == true;
        var preserve = Json.Flag(schema, "x-kubernetes-preserve-unknown-fields") == true;
        var properties = Json.Map(schema, "properties");
        var additional = schema["additionalProperties"];
        foreach (var name in map.Select(pair => pair.Key).ToList())
        {
            if (embedded && name is "apiVersion" or "kind" or "metadata") continue;
            if (properties?[name] is JsonObject known) Prune(map[name], known);
            else if (additional is JsonObject element) Prune(map[name], element);
            else if (!preserve && Json.Flag(additional) != true) map.Remove(name);
        }
    }

    /// <summary>Fills in defaults; drops nulls where the schema does not allow them.</summary>
    public static void Default(JsonNode? node, JsonObject? schema)
    {
        if (schema is null) return;
        switch (node)
        {
            case JsonObject map:
                DefaultMembers(map, schema);
                break;
            case JsonArray list:
                foreach (var item in list) Default(item, schema["items"] as JsonObject);
                break;
        }
    }

    private static void DefaultMembers(JsonObject map, JsonObject schema)
    {
        foreach (var (name, node) in Json.Map(schema, "properties") ?? [])
        {
            if (node is not JsonObject property) continue;
            if (map.TryGetPropertyValue(name, out var value) && value is null && Json.Flag(property, "nullable") != true)
            {
                map.Remove(name);
            }
            if (!map.ContainsKey(name) && property.TryGetPropertyValue("default", out var fallback) && fallback is not null) map[name] = fallback.DeepClone();
            if (map.TryGetPropertyValue(name, out value) && value is not null) Default(value, property);
        }
        if (schema["additionalProperties"] is not JsonObject element) return;
        foreach (var (_, value) in map) Default(value, element);
    }
}
