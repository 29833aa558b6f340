using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Images;

/// <summary>Every image a set of objects names: in containers, in fields of custom resources, and inside arguments, variables and ConfigMaps.</summary>
public static class ImageList
{
    /// <summary>The uses, by image, then object, then path.</summary>
    public static IReadOnlyList<ImageUse> Of(IEnumerable<Resource> resources) =>
        [.. resources.Where(IsLookedAt).SelectMany(resource => Walk(resource, resource.Body, "", isImageField: false))
            .OrderBy(use => use.Image, StringComparer.Ordinal).ThenBy(use => use.Object.ToString(), StringComparer.Ordinal).ThenBy(use => use.Path, StringComparer.Ordinal)];

    /// <summary>The images themselves, each once, in order.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<Resource> resources) => [.. Of(resources).Select(use => use.Image).Distinct()];

    // Definitions only describe; what they call an image is an example.
    internal static bool IsLookedAt(Resource resource) => resource.Id.Kind != "CustomResourceDefinition";

    internal static bool IsImageField(string name) => name is "image" || name.EndsWith("Image", StringComparison.Ordinal);

    private static IEnumerable<ImageUse> Walk(Resource resource, JsonElement value, string path, bool isImageField) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Walk(resource, member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", IsImageField(member.Name))),
        JsonValueKind.Array => value.EnumerateArray().Select((item, i) => (item, i)).SelectMany(entry => Walk(resource, entry.item, $"{path}[{entry.i}]", isImageField: false)),
        JsonValueKind.String => ImageStrings.In(value.GetString()!, isImageField).Select(found => new ImageUse(found.Image, resource.Id, path, resource.Source)),
        _ => [],
    };
}
