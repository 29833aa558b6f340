using System.Text.Json;

namespace KfPipelineTasks.Cluster.Checking;

/// <summary>Reads schemas as API servers publish them (OpenAPI 3) and as CustomResourceDefinitions write them.</summary>
/// <param name="named">Schemas that others refer to, by name; none in a definition.</param>
internal sealed class SchemaReader(JsonElement named)
{
    private const string Prefix = "#/components/schemas/";
    private readonly Dictionary<string, SchemaNode> _byName = [];

    /// <summary>A custom resource has these whatever its schema says.</summary>
    public static SchemaNode OfDefinition(JsonElement schema)
    {
        var node = new SchemaReader(Json.EmptyObject).Read(schema);
        if (node.Fields is { } fields) AddObjectFields(fields);
        return node;
    }

    public SchemaNode Read(JsonElement schema)
    {
        if (schema.Text("$ref") is { } reference) return Named(reference);
        // A reference with a default beside it is wrapped.
        if (schema.Items("allOf").ToList() is [var only] && schema.At("properties") is null) return Read(only);
        var node = new SchemaNode();
        Fill(node, schema);
        return node;
    }

    private SchemaNode Named(string reference)
    {
        var name = reference.StartsWith(Prefix, StringComparison.Ordinal) ? reference[Prefix.Length..] : reference;
        if (_byName.TryGetValue(name, out var known)) return known;
        // Written as a text by older servers, and given as a number by many manifests.
        if (name.EndsWith("api.resource.Quantity", StringComparison.Ordinal) || named.At(name) is not { } schema) return _byName[name] = SchemaNode.Anything;
        // Known before it is filled: types contain themselves.
        var node = _byName[name] = new SchemaNode();
        Fill(node, schema);
        return node;
    }

    private void Fill(SchemaNode node, JsonElement schema)
    {
        if (schema.Items("allOf").ToList() is [var only] && schema.At("properties") is null && only.Text("$ref") is not null)
        {
            var other = Read(only);
            (node.Type, node.Fields, node.Values, node.Items, node.KeepsUnknown) = (other.Type, other.Fields, other.Values, other.Items, other.KeepsUnknown);
            return;
        }

        var several = schema.Flag("x-kubernetes-int-or-string") || schema.Text("format") == "int-or-string" || schema.At("oneOf") is not null || schema.At("anyOf") is not null;
        node.Type = several ? null : schema.Text("type");
        node.KeepsUnknown = schema.Flag("x-kubernetes-preserve-unknown-fields") || schema.Flag("additionalProperties");
        if (schema.At("properties") is { ValueKind: JsonValueKind.Object } properties)
            node.Fields = properties.EnumerateObject().ToDictionary(p => p.Name, p => Read(p.Value));
        if (schema.At("additionalProperties") is { ValueKind: JsonValueKind.Object } values) node.Values = Read(values);
        if (schema.At("items") is { ValueKind: JsonValueKind.Object } items) node.Items = Read(items);
        if (schema.Flag("x-kubernetes-embedded-resource") && node.Fields is { } fields) AddObjectFields(fields);
    }

    private static void AddObjectFields(Dictionary<string, SchemaNode> fields)
    {
        foreach (var name in new[] { "apiVersion", "kind", "metadata" }) fields[name] = SchemaNode.Anything;
    }
}
