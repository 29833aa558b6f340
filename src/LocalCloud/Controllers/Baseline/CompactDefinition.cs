using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Baseline;

/// <summary>A CustomResourceDefinition that serves a kind and checks nothing inside <c>spec</c> and <c>status</c>.</summary>
internal static class CompactDefinition
{
    /// <param name="versions">Served versions; the first is stored.</param>
    /// <param name="columns">Printer columns as name and JSON path.</param>
    public static JsonObject Of(string group, string kind, string plural, bool isNamespaced, IReadOnlyList<string> versions, IReadOnlyList<string> shortNames, params (string Name, string Path, string Type)[] columns) => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = $"{plural}.{group}" },
        ["spec"] = new JsonObject
        {
            ["group"] = group,
            ["scope"] = isNamespaced ? "Namespaced" : "Cluster",
            ["names"] = Names(kind, plural, shortNames),
            ["versions"] = new JsonArray([.. versions.Select((version, at) => (JsonNode)Version(version, at == 0, columns))]),
        },
    };

    private static JsonObject Names(string kind, string plural, IReadOnlyList<string> shortNames)
    {
        var names = new JsonObject { ["kind"] = kind, ["listKind"] = kind + "List", ["plural"] = plural, ["singular"] = kind.ToLowerInvariant() };
        if (shortNames.Count > 0) names["shortNames"] = Json.ListOf(shortNames);
        return names;
    }

    private static JsonObject Version(string name, bool isStored, (string Name, string Path, string Type)[] columns)
    {
        var version = new JsonObject
        {
            ["name"] = name,
            ["served"] = true,
            ["storage"] = isStored,
            ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
            ["schema"] = new JsonObject
            {
                ["openAPIV3Schema"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject { ["spec"] = Anything(), ["status"] = Anything() },
                },
            },
        };
        if (columns.Length > 0)
            version["additionalPrinterColumns"] = new JsonArray([.. columns.Select(column => (JsonNode)new JsonObject { ["name"] = column.Name, ["jsonPath"] = column.Path, ["type"] = column.Type })]);
        return version;
    }

    private static JsonObject Anything() => new() { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
}
