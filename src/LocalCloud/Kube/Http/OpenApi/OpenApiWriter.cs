using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Http.OpenApi;

/// <summary>The OpenAPI 3 document of one API version.</summary>
internal static class OpenApiWriter
{
    public static JsonObject Write(IReadOnlyList<ResourceInfo> resources)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        foreach (var resource in resources)
        {
            var item = resource.PathOf(resource.Namespaced ? "{namespace}" : null, resource.Verbs.Contains("get", StringComparer.Ordinal) ? "{name}" : null);
            paths[item] = Operations(resource);
            AddSchema(resource, schemas);
        }
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.34.9" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static JsonObject Operations(ResourceInfo resource)
    {
        var operations = new JsonObject();
        foreach (var (method, verb, action) in new[] { ("get", "get", "get"), ("put", "update", "put"), ("patch", "patch", "patch"), ("delete", "delete", "delete"), ("post", "create", "post") })
        {
            if (!resource.Verbs.Contains(verb, StringComparer.Ordinal)) continue;
            operations[method] = new JsonObject
            {
                ["parameters"] = new JsonArray([.. Parameters(verb).Select(name => (JsonNode)new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = name == "force" ? "boolean" : "string", ["uniqueItems"] = true } })]),
                ["requestBody"] = Body(resource, verb),
                ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Reference(NameOf(resource)) } } } },
                ["x-kubernetes-action"] = action,
                ["x-kubernetes-group-version-kind"] = Gvk(resource),
            };
            if (operations[method]!["requestBody"] is null) ((JsonObject)operations[method]!).Remove("requestBody");
        }
        return operations;
    }

    private static string[] Parameters(string verb) => verb switch
    {
        "patch" => ["pretty", "dryRun", "fieldManager", "fieldValidation", "force"],
        "update" or "create" => ["pretty", "dryRun", "fieldManager", "fieldValidation"],
        "delete" => ["pretty", "dryRun", "gracePeriodSeconds", "propagationPolicy"],
        _ => ["pretty"],
    };

    private static JsonObject? Body(ResourceInfo resource, string verb)
    {
        string[] types = verb switch
        {
            "patch" when resource.Custom is null => ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json"],
            "patch" => ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"],
            "update" or "create" => ["application/json"],
            _ => [],
        };
        if (types.Length == 0) return null;
        var content = new JsonObject();
        foreach (var type in types) content[type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } };
        return new JsonObject { ["content"] = content, ["required"] = true };
    }

    private static JsonObject Gvk(ResourceInfo resource) => new() { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind };

    private static string NameOf(ResourceInfo resource) =>
        resource.Custom is null ? $"io.k8s.api.{(resource.Group.Length == 0 ? "core" : resource.Group.Split('.')[0])}.{resource.Version}.{resource.Kind}" : $"{string.Join('.', resource.Group.Split('.').Reverse())}.{resource.Version}.{resource.Kind}";

    private static string StructName(FieldType type) => $"io.k8s.api.{type.Name}";

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private static void AddSchema(ResourceInfo resource, JsonObject schemas)
    {
        var schema = resource.Custom is { Schema: { } own } ? (JsonObject)own.DeepClone() : Struct(resource.Type, schemas);
        if (resource.Custom is not null)
        {
            var properties = Json.Ensure(schema, "properties");
            properties["apiVersion"] = new JsonObject { ["type"] = "string" };
            properties["kind"] = new JsonObject { ["type"] = "string" };
            properties["metadata"] = Type(KindTable.Struct("ObjectMeta"), schemas);
        }
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Gvk(resource));
        schemas[NameOf(resource)] = schema;
    }

    private static JsonObject Struct(FieldType type, JsonObject schemas)
    {
        var properties = new JsonObject();
        foreach (var (name, field) in type.Fields.OrderBy(pair => pair.Key, StringComparer.Ordinal)) properties[name] = Type(field, schemas);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (type.Required.Count > 0) schema["required"] = Json.ListOf(type.Required.Order(StringComparer.Ordinal));
        if (type.Atomic) schema["x-kubernetes-map-type"] = "atomic";
        return schema;
    }

    private static JsonObject Type(FieldType type, JsonObject schemas) => type.Kind switch
    {
        FieldKind.Struct => StructReference(type, schemas),
        FieldKind.Map => new JsonObject { ["type"] = "object", ["additionalProperties"] = Type(type.Element!, schemas) },
        FieldKind.List => List(type, schemas),
        FieldKind.Text => new JsonObject { ["type"] = "string" },
        FieldKind.Bytes => new JsonObject { ["type"] = "string", ["format"] = "byte" },
        FieldKind.Time => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        FieldKind.Integer => new JsonObject { ["type"] = "integer" },
        FieldKind.Number => new JsonObject { ["type"] = "number" },
        FieldKind.Flag => new JsonObject { ["type"] = "boolean" },
        FieldKind.IntOrText => new JsonObject { ["format"] = "int-or-string", ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }) },
        FieldKind.Quantity => new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "number" }) },
        _ => [],
    };

    private static JsonObject StructReference(FieldType type, JsonObject schemas)
    {
        var name = StructName(type);
        if (!schemas.ContainsKey(name))
        {
            // Set before it is filled: types refer to themselves.
            schemas[name] = new JsonObject();
            schemas[name] = Struct(type, schemas);
        }
        var reference = new JsonObject { ["allOf"] = new JsonArray(Reference(name)) };
        if (type.RetainKeys) reference["x-kubernetes-patch-strategy"] = "retainKeys";
        return reference;
    }

    private static JsonObject List(FieldType type, JsonObject schemas)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Type(type.Element!, schemas) };
        schema["x-kubernetes-list-type"] = type.Shape switch { ListShape.Map => "map", ListShape.Set => "set", _ => "atomic" };
        if (type.Keys.Count > 0) schema["x-kubernetes-list-map-keys"] = Json.ListOf(type.Keys.Select(key => key.Name));
        if (type.MergeKey is null) return schema;
        schema["x-kubernetes-patch-strategy"] = type.RetainKeys ? "merge,retainKeys" : "merge";
        if (type.MergeKey.Length > 0) schema["x-kubernetes-patch-merge-key"] = type.MergeKey;
        return schema;
    }
}
