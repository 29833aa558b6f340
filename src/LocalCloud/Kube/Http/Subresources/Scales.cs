using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Http.Tables;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Http.Subresources;

/// <summary>The scale of a workload: replicas wanted, replicas there, and the selector.</summary>
internal static class Scales
{
    /// <summary>Scale as a kind of its own, for patches.</summary>
    public static readonly ResourceInfo Resource = new()
    {
        Group = "autoscaling", Version = "v1", Plural = "scales", Singular = "scale", Kind = "Scale", ListKind = "ScaleList", Namespaced = true, Type = KindTable.Struct("Scale"),
    };

    public static JsonObject Read(ResourceInfo resource, JsonObject document)
    {
        var metadata = new JsonObject();
        foreach (var name in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
            if (Json.At(document, "metadata", name) is { } value) metadata[name] = value.DeepClone();
        var paths = resource.Custom?.Scale;
        var status = new JsonObject { ["replicas"] = Number(document, paths?.StatusReplicas ?? ".status.replicas") };
        if (Selector(document, paths) is { Length: > 0 } selector) status["selector"] = selector;
        return new JsonObject
        {
            ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = Number(document, paths?.Replicas ?? ".spec.replicas") }, ["status"] = status,
        };
    }

    public static void Write(ResourceInfo resource, JsonObject document, long replicas)
    {
        var path = (resource.Custom?.Scale?.Replicas ?? ".spec.replicas").Split('.', StringSplitOptions.RemoveEmptyEntries);
        var here = document;
        foreach (var step in path[..^1]) here = Json.Ensure(here, step);
        here[path[^1]] = replicas;
    }

    private static long Number(JsonObject document, string path) => Json.Number(JsonPath.Parse(path).Find(document).FirstOrDefault()) ?? 0;

    private static string? Selector(JsonObject document, ScalePaths? paths)
    {
        if (paths is not null) return paths.Selector is { } path ? Json.Text(JsonPath.Parse(path).Find(document).FirstOrDefault()) : null;
        var labels = Json.TextMap(document, "spec", "selector", "matchLabels");
        var terms = labels.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")
            .Concat(Json.Maps(document, "spec", "selector", "matchExpressions").Select(Expression));
        return string.Join(',', terms);
    }

    private static string Expression(JsonObject expression)
    {
        var key = Json.Text(expression, "key");
        var values = string.Join(',', Json.Texts(expression, "values").Order(StringComparer.Ordinal));
        return Json.Text(expression, "operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key ?? "",
            _ => $"!{key}",
        };
    }
}
