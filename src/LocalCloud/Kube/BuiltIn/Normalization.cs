using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>What decoding and encoding do to a document: quantities in canonical form, no empty maps and lists, no write-only fields.</summary>
internal static class Normalization
{
    public static void Apply(ResourceInfo resource, JsonObject document)
    {
        if (resource.GroupResource == "secrets") MergeStringData(document);
        Tidy(document, resource.Type);
        if (resource.GroupResource == "namespaces")
            Json.Ensure(Json.Ensure(document, "metadata"), "labels")["kubernetes.io/metadata.name"] = Json.Text(document, "metadata", "name");
    }

    private static void Tidy(JsonNode? node, FieldType type)
    {
        if (node is JsonArray list && type.Element is { } element)
        {
            if (element.Kind == FieldKind.Quantity) Requote(list);
            else if (element.Kind is FieldKind.Struct or FieldKind.List or FieldKind.Map)
                foreach (var item in list) Tidy(item, element);
            return;
        }
        if (node is not JsonObject map || type.Kind is not (FieldKind.Struct or FieldKind.Map)) return;
        foreach (var (name, value) in map.ToList())
        {
            var member = type.Member(name);
            if (member is null) continue;
            if (member.Kind == FieldKind.Quantity) Canonical(map, name, value);
            else if (IsEmpty(value, member) && !type.Required.Contains(name)) map.Remove(name);
            else if (!member.IsScalar) Tidy(value, member);
        }
    }

    private static bool IsEmpty(JsonNode? value, FieldType type) =>
        (type.Kind == FieldKind.Map && value is JsonObject { Count: 0 }) || (type.Kind == FieldKind.List && value is JsonArray { Count: 0 });

    private static void Canonical(JsonObject map, string name, JsonNode? value)
    {
        var text = Json.Text(value) ?? Json.ToText(value);
        if (Quantity.Canonical(text) is { } canonical && (canonical != text || Json.Text(value) is null)) map[name] = canonical;
    }

    private static void Requote(JsonArray list)
    {
        for (var i = 0; i < list.Count; i++)
            if (Quantity.Canonical(Json.Text(list[i]) ?? Json.ToText(list[i])) is { } canonical) list[i] = canonical;
    }

    private static void MergeStringData(JsonObject document)
    {
        if (Json.Map(document, "stringData") is not { } texts) return;
        var data = Json.Ensure(document, "data");
        foreach (var (key, value) in texts)
            if (Json.Text(value) is { } text) data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        document.Remove("stringData");
    }
}
