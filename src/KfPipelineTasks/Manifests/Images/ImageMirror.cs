using System.Text.Json;
using System.Text.Json.Nodes;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Images;

/// <summary>Rewrites images by a table, so that a package runs from a mirror or without the internet.</summary>
public static class ImageMirror
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>Rewrites every image, wherever it is named.</summary>
    /// <param name="table">From a prefix to what takes its place: <c>gcr.io/ml-pipeline/</c> to <c>mirror.example.com/kfp/</c>. The longest prefix that fits counts.</param>
    /// <returns>The same objects in the same order; those without a fitting image are the very same.</returns>
    public static IReadOnlyList<Resource> Rewrite(IReadOnlyList<Resource> resources, IReadOnlyDictionary<string, string> table)
    {
        if (table.Count == 0) return resources;
        var longestFirst = table.OrderByDescending(entry => entry.Key.Length).ThenBy(entry => entry.Key, StringComparer.Ordinal).ToList();
        return [.. resources.Select(resource => ImageList.IsLookedAt(resource) ? Rewrite(resource, longestFirst) : resource)];
    }

    private static Resource Rewrite(Resource resource, IReadOnlyList<KeyValuePair<string, string>> table)
    {
        if (!ImageList.Of([resource]).Any(use => Instead(use.Image, table) is not null)) return resource;
        var body = JsonSerializer.SerializeToElement(Rewrite(JsonObject.Create(resource.Body), isImageField: false, table), Deep);
        return new Resource(resource.Id, body, resource.Source);
    }

    private static JsonNode? Rewrite(JsonNode? node, bool isImageField, IReadOnlyList<KeyValuePair<string, string>> table) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Rewrite(member.Value, ImageList.IsImageField(member.Key), table)))),
        JsonArray items => new JsonArray([.. items.Select(item => Rewrite(item, isImageField: false, table))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Rewrite(value.GetValue<string>(), isImageField, table)),
        _ => node?.DeepClone(),
    };

    private static string Rewrite(string text, bool isImageField, IReadOnlyList<KeyValuePair<string, string>> table)
    {
        // From the end, so that the places found before stay where they are.
        foreach (var (start, image) in ImageStrings.In(text, isImageField).Reverse())
        {
            if (Instead(image, table) is { } other) text = text[..start] + other + text[(start + image.Length)..];
        }

        return text;
    }

    private static string? Instead(string image, IReadOnlyList<KeyValuePair<string, string>> table) =>
        table.Where(entry => image.StartsWith(entry.Key, StringComparison.Ordinal)).Select(entry => entry.Value + image[entry.Key.Length..]).FirstOrDefault();
}
