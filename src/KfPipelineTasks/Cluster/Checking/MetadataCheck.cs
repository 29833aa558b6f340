using System.Text.RegularExpressions;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Checking;

/// <summary>
/// Names, labels and keys that no server takes, and of which schemas say nothing but that they are texts
/// (the rules: "Object Names and IDs" and "Labels and Selectors" of the Kubernetes documentation).
/// </summary>
internal static partial class MetadataCheck
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private const string NameRule = "small letters, digits, '-' and '.', a letter or digit at both ends, 253 characters at most";
    private const string LabelRule = "letters, digits, '-', '_' and '.', a letter or digit at both ends, 63 characters at most";

    /// <param name="wanted">The object as it would be sent.</param>
    /// <param name="isDefined">True for a custom resource: its name follows the common rule, that of other APIs may not.</param>
    public static IEnumerable<WrongField> Of(Resource wanted, bool isDefined)
    {
        var id = wanted.Id;
        if ((isDefined || HasCommonName(id)) && !IsName(id.Name)) yield return new WrongField("metadata.name", $"metadata.name cannot be '{id.Name}'. Allowed: {NameRule}.");
        foreach (var label in wanted.Body.Properties("metadata", "labels"))
        {
            if (!IsKey(label.Name)) yield return new WrongField($"metadata.labels[{label.Name}]", $"metadata.labels: no label can be called '{label.Name}'. Allowed: {LabelRule}, after a domain and '/' or alone.");
            if (label.Value.ToString() is { Length: > 0 } value && !IsLabel(value)) yield return new WrongField($"metadata.labels[{label.Name}]", $"metadata.labels[{label.Name}] cannot be '{value}'. Allowed: {LabelRule}.");
        }

        foreach (var annotation in wanted.Body.Properties("metadata", "annotations").Where(a => !IsKey(a.Name)))
            yield return new WrongField($"metadata.annotations[{annotation.Name}]", $"metadata.annotations: no annotation can be called '{annotation.Name}'. Allowed: {LabelRule}, after a domain and '/' or alone.");
        if (id is not { Group: "", Kind: "ConfigMap" or "Secret" }) yield break;
        foreach (var key in wanted.Body.Properties("data").Concat(wanted.Body.Properties("binaryData")).Where(k => !IsDataKey(k.Name)))
            yield return new WrongField($"data[{key.Name}]", $"data: no key can be called '{key.Name}'. Allowed: letters, digits, '-', '_' and '.', 253 characters at most.");
    }

    // Roles may be called anything that fits into a path, addresses are called after themselves, and Services say more themselves.
    private static bool HasCommonName(ResourceId id) => BuiltInGroups.Has(id.Group) && id.Group != "rbac.authorization.k8s.io" && id.Kind != "IPAddress";

    private static bool IsName(string name) => name.Length <= LongestName && Name().IsMatch(name);

    private static bool IsLabel(string text) => text.Length <= LongestLabel && Label().IsMatch(text);

    private static bool IsKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        // Domains of annotations may be written large.
        return slash < 0 ? IsLabel(key) : IsName(key[..slash].ToLowerInvariant()) && IsLabel(key[(slash + 1)..]);
    }

    private static bool IsDataKey(string key) => key.Length is > 0 and <= LongestName && key is not ("." or "..") && !key.StartsWith("..", StringComparison.Ordinal) && DataKey().IsMatch(key);

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z", RegexOptions.None, 1000)]
    private static partial Regex DataKey();
}
