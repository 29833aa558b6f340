using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Custom;

/// <summary>From a CustomResourceDefinition to the resources that it makes the server serve.</summary>
internal static class DefinitionReader
{
    /// <summary>One resource for every served version, the preferred one first.</summary>
    public static IReadOnlyList<ResourceInfo> Read(JsonObject definition)
    {
        var spec = Json.Map(definition, "spec") ?? [];
        var versions = Json.Maps(spec, "versions").ToList();
        var storage = versions.Where(version => Json.Flag(version, "storage") == true).Select(version => Json.Text(version, "name")).FirstOrDefault() ?? "";
        return [.. versions
            .Where(version => Json.Flag(version, "served") == true)
            .OrderBy(version => Json.Text(version, "name") ?? "", VersionOrder.Instance)
            .Select(version => Resource(definition, spec, version, storage))];
    }

    private static ResourceInfo Resource(JsonObject definition, JsonObject spec, JsonObject version, string storage)
    {
        var names = Json.Map(definition, "status", "acceptedNames") is { } accepted && Json.Text(accepted, "plural") is { Length: > 0 } ? accepted : Json.Map(spec, "names") ?? [];
        var kind = Json.Text(names, "kind") ?? "";
        var schema = Json.Map(version, "schema", "openAPIV3Schema");
        var group = Json.Text(spec, "group") ?? "";
        var open = Json.Flag(spec, "preserveUnknownFields") == true;
        return new ResourceInfo
        {
            Group = group,
            Version = Json.Text(version, "name") ?? "",
            Plural = Json.Text(names, "plural") ?? "",
            Singular = Json.Text(names, "singular") ?? kind.ToLowerInvariant(),
            Kind = kind,
            ListKind = Json.Text(names, "listKind") ?? kind + "List",
            Namespaced = Json.Text(spec, "scope") == "Namespaced",
            ShortNames = [.. Json.Texts(names, "shortNames")],
            Categories = [.. Json.Texts(names, "categories")],
            Subresources = [.. Subresources(version, kind)],
            HasGeneration = true,
            Type = StructuralTypes.Root(open ? null : schema, kind),
            Custom = new CustomVersion
            {
                Definition = Json.Text(definition, "metadata", "name") ?? "",
                StorageVersion = storage,
                Schema = open ? null : schema,
                Columns = [.. Json.Maps(version, "additionalPrinterColumns").Select(Column)],
                Scale = Scale(version),
                SelectableFields = [.. Json.Maps(version, "selectableFields").Select(field => (Json.Text(field, "jsonPath") ?? "").TrimStart('.'))],
                DeprecationWarning = Json.Flag(version, "deprecated") == true
                    ? Json.Text(version, "deprecationWarning") ?? $"{group}/{Json.Text(version, "name")} {kind} is deprecated"
                    : null,
            },
        };
    }

    private static IEnumerable<Subresource> Subresources(JsonObject version, string kind)
    {
        string[] verbs = ["get", "patch", "update"];
        if (Json.Map(version, "subresources", "status") is not null) yield return new("status", kind, "", "", verbs);
        if (Json.Map(version, "subresources", "scale") is not null) yield return new("scale", "Scale", "autoscaling", "v1", verbs);
    }

    private static ScalePaths? Scale(JsonObject version) =>
        Json.Map(version, "subresources", "scale") is { } scale
            ? new(Json.Text(scale, "specReplicasPath") ?? "", Json.Text(scale, "statusReplicasPath") ?? "", Json.Text(scale, "labelSelectorPath"))
            : null;

    private static PrinterColumn Column(JsonObject column) => new(
        Json.Text(column, "name") ?? "", Json.Text(column, "type") ?? "string", Json.Text(column, "format") ?? "",
        Json.Text(column, "description") ?? "", Json.Number(column, "priority") ?? 0, Json.Text(column, "jsonPath") ?? "");
}
