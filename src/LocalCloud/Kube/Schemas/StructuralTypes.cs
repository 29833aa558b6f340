using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Schemas;

/// <summary>Turns the structural schema of a custom resource definition into field types.</summary>
internal static class StructuralTypes
{
    /// <summary>The type of a custom resource: the schema plus the fields that every object has.</summary>
    public static FieldType Root(JsonObject? schema, string kind)
    {
        var known = new Dictionary<string, FieldType>(StringComparer.Ordinal);
        var open = schema is null || Json.Flag(schema, "x-kubernetes-preserve-unknown-fields") == true;
        if (Json.Map(schema, "properties") is { } properties)
            foreach (var (name, child) in properties)
                known[name] = Of(child as JsonObject);
        known["apiVersion"] = FieldType.Text;
        known["kind"] = FieldType.Text;
        known["metadata"] = KindTable.Struct("ObjectMeta");
        return new FieldType { Kind = FieldKind.Struct, Name = kind, Fields = known, Open = open };
    }

    public static FieldType Of(JsonObject? schema)
    {
        if (schema is null) return FieldType.Any;
        var nullable = Json.Flag(schema, "nullable") == true;
        if (Json.Flag(schema, "x-kubernetes-int-or-string") == true) return new FieldType { Kind = FieldKind.IntOrText, Nullable = nullable };
        if (Json.Flag(schema, "x-kubernetes-embedded-resource") == true) return Embedded(schema);
        return Json.Text(schema, "type") switch
        {
            "object" => Object(schema, nullable),
            "array" => Array(schema, nullable),
            "string" => new FieldType { Kind = FieldKind.Text, Nullable = nullable },
            "integer" => new FieldType { Kind = FieldKind.Integer, Nullable = nullable },
            "number" => new FieldType { Kind = FieldKind.Number, Nullable = nullable },
            "boolean" => new FieldType { Kind = FieldKind.Flag, Nullable = nullable },
            _ => FieldType.Any,
        };
    }

    private static FieldType Object(JsonObject schema, bool nullable)
    {
        var atomic = Json.Text(schema, "x-kubernetes-map-type") == "atomic";
        var open = Json.Flag(schema, "x-kubernetes-preserve-unknown-fields") == true;
        if (Json.Map(schema, "properties") is { Count: > 0 } properties)
        {
            var fields = properties.ToDictionary(pair => pair.Key, pair => Of(pair.Value as JsonObject), StringComparer.Ordinal);
            return new FieldType { Kind = FieldKind.Struct, Fields = fields, Atomic = atomic, Open = open, Nullable = nullable };
        }
        if (schema["additionalProperties"] is { } element && element is not JsonValue)
            return new FieldType { Kind = FieldKind.Map, Element = Of(element as JsonObject), Atomic = atomic, Nullable = nullable };
        if (Json.Flag(schema, "additionalProperties") == true || open)
            return new FieldType { Kind = FieldKind.Map, Element = FieldType.Any, Atomic = atomic, Open = true, Nullable = nullable };
        return new FieldType { Kind = FieldKind.Struct, Atomic = atomic, Nullable = nullable };
    }

    private static FieldType Embedded(JsonObject schema)
    {
        var root = Root(schema, "");
        return new FieldType { Kind = FieldKind.Struct, Fields = root.Fields, Open = root.Open };
    }

    private static FieldType Array(JsonObject schema, bool nullable)
    {
        var items = schema["items"] as JsonObject;
        var shape = Json.Text(schema, "x-kubernetes-list-type") switch
        {
            "map" => ListShape.Map,
            "set" => ListShape.Set,
            _ => ListShape.Atomic,
        };
        var keys = shape == ListShape.Map
            ? Json.Texts(schema, "x-kubernetes-list-map-keys").Select(key => new ListKey(key, Json.At(items, "properties", key, "default")?.DeepClone())).ToList()
            : [];
        return new FieldType { Kind = FieldKind.List, Element = Of(items), Shape = shape, Keys = keys, Nullable = nullable };
    }
}
