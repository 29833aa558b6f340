using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Api;

/// <summary>Finds what a decoder would trip over: unknown fields, and values of the wrong type in built-in kinds.</summary>
internal static class Strictness
{
    /// <exception cref="ApiException">400 for wrong types, and for unknown fields when validation is strict.</exception>
    public static void Check(ResourceInfo resource, JsonObject document, WriteOptions options)
    {
        CheckTypes(resource, document);
        var problems = Problems(resource, document, options);
        if (problems.Count == 0) return;
        if (options.FieldValidation == FieldValidation.Strict)
            throw ApiErrors.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: strict decoding error: {string.Join(", ", problems)}");
        foreach (var problem in problems) options.Warnings.Add(problem);
    }

    /// <exception cref="ApiException">400: a value of a built-in kind has the wrong type.</exception>
    public static void CheckTypes(ResourceInfo resource, JsonObject document)
    {
        if (resource.Custom is null && Mismatch(document, resource.Type, resource.Kind, "") is { } mismatch)
            throw ApiErrors.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {mismatch}");
    }

    /// <summary>Two members with one name are as bad as an unknown one.</summary>
    public static void CheckDuplicates(ResourceInfo resource, IReadOnlyCollection<string> duplicates, WriteOptions options)
    {
        if (duplicates.Count == 0 || options.FieldValidation == FieldValidation.Ignore) return;
        var problems = duplicates.Select(path => $"duplicate field \"{path}\"").ToList();
        if (options.FieldValidation == FieldValidation.Strict)
            throw ApiErrors.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: strict decoding error: {string.Join(", ", problems)}");
        foreach (var problem in problems) options.Warnings.Add(problem);
    }

    /// <summary>Unknown fields of a document, unless they are to be ignored.</summary>
    public static List<string> Problems(ResourceInfo resource, JsonObject document, WriteOptions options)
    {
        if (options.FieldValidation == FieldValidation.Ignore) return [];
        var problems = new List<string>();
        Unknown(document, resource.Type, "", problems);
        return problems;
    }

    private static void Unknown(JsonNode? node, FieldType type, string path, List<string> problems)
    {
        if (type.Kind is FieldKind.Any) return;
        if (node is JsonArray list && type.Element is { } element)
        {
            for (var i = 0; i < list.Count; i++) Unknown(list[i], element, $"{path}[{i}]", problems);
            return;
        }
        if (node is not JsonObject map || type.Kind is not (FieldKind.Struct or FieldKind.Map)) return;
        foreach (var (name, value) in map)
        {
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            if (type.Member(name) is { } member) Unknown(value, member, inner, problems);
            else problems.Add($"unknown field \"{inner}\"");
        }
    }

    /// <summary>Removes fields that a built-in kind does not have: its decoder would not carry them.</summary>
    public static void DropUnknown(JsonNode? node, FieldType type)
    {
        if (node is JsonArray list && type.Element is { } element)
        {
            foreach (var item in list) DropUnknown(item, element);
            return;
        }
        if (node is not JsonObject map || type.Kind is not (FieldKind.Struct or FieldKind.Map)) return;
        List<string>? gone = null;
        foreach (var (name, value) in map)
        {
            if (value is null || type.Member(name) is not { } member) (gone ??= []).Add(name);
            else if (value is not JsonValue) DropUnknown(value, member);
        }
        foreach (var name in gone ?? []) map.Remove(name);
    }

    private static string? Mismatch(JsonNode? node, FieldType type, string structName, string path)
    {
        if (node is null) return null;
        switch (type.Kind)
        {
            case FieldKind.Struct or FieldKind.Map:
                return node is JsonObject map ? MismatchIn(map, type, structName, path) : Message(node, structName, path, type.Kind == FieldKind.Map ? "map[string]string" : "v1." + type.Name);
            case FieldKind.List:
                if (node is not JsonArray list) return Message(node, structName, path, "[]" + GoType(type.Element!));
                return list.Select(item => Mismatch(item, type.Element!, structName, path)).FirstOrDefault(found => found is not null);
            case FieldKind.Text or FieldKind.Bytes or FieldKind.Time when Json.Text(node) is null:
            case FieldKind.Integer or FieldKind.Number when !Json.IsNumber(node):
            case FieldKind.Flag when Json.Flag(node) is null:
                return Message(node, structName, path, GoType(type));
            default:
                return null;
        }
    }

    private static string? MismatchIn(JsonObject map, FieldType type, string structName, string path)
    {
        foreach (var (name, value) in map)
        {
            if (value is null || type.Member(name) is not { Kind: not FieldKind.Any } member) continue;
            var owner = type.Kind == FieldKind.Struct && type.Name.Length > 0 ? type.Name : structName;
            if (Mismatch(value, member, owner, path.Length == 0 ? name : $"{path}.{name}") is { } found) return found;
        }
        return null;
    }

    private static string GoType(FieldType type) => type.Kind switch
    {
        FieldKind.Integer => "int32",
        FieldKind.Number => "float64",
        FieldKind.Flag => "bool",
        FieldKind.Bytes => "[]uint8",
        FieldKind.Time => "v1.Time",
        FieldKind.Struct => "v1." + type.Name,
        _ => "string",
    };

    private static string Message(JsonNode node, string structName, string path, string goType)
    {
        var got = node switch { JsonObject => "object", JsonArray => "array", _ when Json.Text(node) is not null => "string", _ when Json.Flag(node) is not null => "bool", _ => "number" };
        return $"json: cannot unmarshal {got} into Go struct field {structName}.{path} of type {goType}";
    }
}
