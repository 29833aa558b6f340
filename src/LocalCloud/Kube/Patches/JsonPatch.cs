using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Patches;

/// <summary>JSON patch (RFC 6902).</summary>
internal static class JsonPatch
{
    /// <exception cref="ApiException">422: an operation cannot be carried out; 400: it is no patch.</exception>
    public static JsonObject Apply(JsonObject document, JsonArray operations)
    {
        JsonNode? root = document;
        foreach (var node in operations)
        {
            if (node is not JsonObject operation) throw ApiErrors.BadRequest("error decoding patch: an operation is not an object");
            root = Run(root, operation);
        }
        return root as JsonObject ?? throw Rejected();
    }

    private static JsonNode? Run(JsonNode? root, JsonObject operation)
    {
        var path = Path(operation, "path");
        switch (Json.Text(operation, "op"))
        {
            case "add":
                return Add(root, path, operation["value"]?.DeepClone());
            case "remove":
                return Remove(root, path).Root;
            case "replace":
                _ = Find(root, path);
                return path.Count == 0 ? operation["value"]?.DeepClone() : Replace(root, path, operation["value"]?.DeepClone());
            case "test":
                if (!Json.Same(FindOrNull(root, path), operation["value"])) throw Rejected();
                return root;
            case "copy":
                return Add(root, path, Find(root, Path(operation, "from"))?.DeepClone());
            case "move":
                var (rest, moved) = Remove(root, Path(operation, "from"));
                return Add(rest, path, moved);
            default:
                throw ApiErrors.BadRequest($"error decoding patch: unexpected kind: {Json.Text(operation, "op")}");
        }
    }

    private static ApiException Rejected() => new(422, "Invalid", "the server rejected our request due to an error in our request", new JsonObject());

    private static List<string> Path(JsonObject operation, string member)
    {
        var text = Json.Text(operation, member) ?? throw ApiErrors.BadRequest($"error decoding patch: missing {member}");
        if (text.Length == 0) return [];
        if (text[0] != '/') throw Rejected();
        return [.. text[1..].Split('/').Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static JsonNode? FindOrNull(JsonNode? root, IEnumerable<string> path)
    {
        foreach (var step in path)
        {
            root = root switch
            {
                JsonObject map => map[step],
                JsonArray list when Index(step, list.Count - 1) is { } i => list[i],
                _ => null,
            };
        }
        return root;
    }

    private static JsonNode? Find(JsonNode? root, List<string> path)
    {
        foreach (var step in path)
        {
            root = root switch
            {
                JsonObject map when map.TryGetPropertyValue(step, out var value) => value,
                JsonArray list when Index(step, list.Count - 1) is { } i => list[i],
                _ => throw Rejected(),
            };
        }
        return root;
    }

    private static int? Index(string step, int max) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= max ? index : null;

    private static JsonNode? Add(JsonNode? root, List<string> path, JsonNode? value)
    {
        if (path.Count == 0) return value;
        switch (Find(root, path[..^1]))
        {
            case JsonObject map:
                map[path[^1]] = value;
                break;
            case JsonArray list when path[^1] == "-":
                list.Add(value);
                break;
            case JsonArray list when Index(path[^1], list.Count) is { } index:
                list.Insert(index, value);
                break;
            default:
                throw Rejected();
        }
        return root;
    }

    private static JsonNode? Replace(JsonNode? root, List<string> path, JsonNode? value)
    {
        switch (Find(root, path[..^1]))
        {
            case JsonObject map: map[path[^1]] = value; break;
            case JsonArray list: list[Index(path[^1], list.Count - 1)!.Value] = value; break;
        }
        return root;
    }

    private static (JsonNode? Root, JsonNode? Removed) Remove(JsonNode? root, List<string> path)
    {
        if (path.Count == 0) throw Rejected();
        var found = Find(root, path);
        switch (Find(root, path[..^1]))
        {
            case JsonObject map: map.Remove(path[^1]); break;
            case JsonArray list: list.RemoveAt(Index(path[^1], list.Count - 1)!.Value); break;
        }
        return (root, found);
    }
}
