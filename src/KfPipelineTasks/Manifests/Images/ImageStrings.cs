using System.Text.RegularExpressions;

namespace KfPipelineTasks.Manifests.Images;

/// <summary>Finds image references in texts: whole texts of image fields, and references inside arguments, variables and embedded configuration.</summary>
internal static partial class ImageStrings
{
    /// <summary>The references in a text, with their place in it.</summary>
    /// <param name="isImageField">The text is the value of a field called <c>image</c> or the like, and so nothing but a reference.</param>
    public static IEnumerable<(int Start, string Image)> In(string text, bool isImageField)
    {
        if (isImageField) return text.Length > 0 && Whole().IsMatch(text) ? [(0, text)] : [];
        return Full().Matches(text).Concat(Field().Matches(text)).Select(match => match.Groups["image"]).Where(group => group.Success)
            .Select(group => (group.Index, group.Value)).DistinctBy(found => found.Index).OrderBy(found => found.Index);
    }

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Whole();

    // A host with a dot, a path, and a tag or digest; not the path of a URL.
    [GeneratedRegex(@"(?<![\w./:-])(?<image>[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?/[a-z0-9._/-]+(:[A-Za-z0-9_][A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64}))(?![/\w])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Full();

    // image: name, "image": "name", defaultImage=name inside a ConfigMap.
    [GeneratedRegex(@"[iI]mage""?\s*[:=]\s*[""']?(?<image>[a-z0-9][a-z0-9._-]*(:[0-9]+)?(/[a-z0-9._-]+)+(:[A-Za-z0-9_][A-Za-z0-9._-]*)?(@sha256:[0-9a-f]{64})?)(?=[""'\s,}]|\z)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Field();
}
