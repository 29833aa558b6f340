using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Manifests.Graph;

/// <summary>
/// A second opinion, written from the API documentation alone and as plainly as possible: every rule, version and label is
/// written out as text and compared as text. Knows only the kinds of <see cref="Bundles"/>.
/// </summary>
internal static class PlainAdmission
{
    /// <summary>The webhooks that hear of the creation of an object, by name.</summary>
    public static IReadOnlyList<string> Hear(Resource resource, IReadOnlyList<Resource> set) => Hear(resource, set, "CREATE", "");

    /// <summary>The webhooks that hear of a change of an object's status, by name.</summary>
    public static IReadOnlyList<string> HearOfStatus(Resource resource, IReadOnlyList<Resource> set) => Hear(resource, set, "UPDATE", "/status");

    private static List<string> Hear(Resource resource, IReadOnlyList<Resource> set, string operation, string below)
    {
        if (resource.Id.Group == "admissionregistration.k8s.io") return [];
        var heard = new List<string>();
        foreach (var webhook in set.Where(r => r.Id.Kind.EndsWith("WebhookConfiguration")).SelectMany(r => Node(r)["webhooks"]!.AsArray()))
        {
            if (webhook!["failurePolicy"]!.GetValue<string>() == "Fail" && Hears(webhook.AsObject(), resource, set, operation, below)) heard.Add(webhook["name"]!.GetValue<string>());
        }

        return heard;
    }

    private static bool Hears(JsonObject webhook, Resource resource, IReadOnlyList<Resource> set, string operation, string below)
    {
        var spoken = Spellings(resource, set, webhook["matchPolicy"]!.GetValue<string>() == "Equivalent", operation, below).ToList();
        var byRule = webhook["rules"]!.AsArray().Any(rule => Patterns(rule!.AsObject()).Any(pattern => spoken.Any(spelling => Regex.IsMatch(spelling, pattern))));
        if (!byRule || !Selects(webhook["objectSelector"], Labels(resource))) return false;
        var ns = resource.Id.Kind == "Namespace" ? resource : set.FirstOrDefault(r => r.Id.Kind == "Namespace" && r.Id.Name == resource.Id.Namespace);
        if (ns is null) return true;
        return Selects(webhook["namespaceSelector"], Labels(ns));
    }

    // CREATE|group|version|resource|scope, once per version the webhook may see.
    private static IEnumerable<string> Spellings(Resource resource, IReadOnlyList<Resource> set, bool everyVersion, string operation, string below)
    {
        var definition = set.Select(Node).FirstOrDefault(n => n["kind"]!.GetValue<string>() == "CustomResourceDefinition"
            && n["spec"]!["group"]!.GetValue<string>() == resource.Id.Group && n["spec"]!["names"]!["kind"]!.GetValue<string>() == resource.Id.Kind);
        var plural = definition?["spec"]!["names"]!["plural"]!.GetValue<string>() ?? resource.Id.Kind.ToLowerInvariant() + "s";
        IEnumerable<string> versions = everyVersion && definition is not null ? definition["spec"]!["versions"]!.AsArray().Select(v => v!["name"]!.GetValue<string>()) : [resource.Id.Version];
        return versions.Select(version => $"{operation}|{resource.Id.Group}|{version}|{plural}{below}|{(resource.Id.Namespace is null ? "Cluster" : "Namespaced")}");
    }

    private static IEnumerable<string> Patterns(JsonObject rule) =>
        from operation in Texts(rule, "operations")
        from apiGroup in Texts(rule, "apiGroups")
        from version in Texts(rule, "apiVersions")
        from resource in Texts(rule, "resources")
        select $"^{Part(operation)}[|]{Part(apiGroup)}[|]{Part(version)}[|]{Resource(resource)}[|]{Part(rule["scope"]!.GetValue<string>())}$";

    // "a" is a alone, "a/*" is a and all below it, "a/status" is only that.
    private static string Resource(string pattern)
    {
        var parts = pattern.Split('/');
        var name = parts[0] == "*" ? "[^|/]*" : parts[0];
        return parts.Length == 1 ? name : parts[1] == "*" ? $"{name}(/[^|]*)?" : $"{name}/{parts[1]}";
    }

    private static string Part(string word) => word == "*" ? "[^|]*" : Regex.Escape(word);

    private static bool Selects(JsonNode? selector, Dictionary<string, string> labels)
    {
        foreach (var (key, value) in selector?["matchLabels"]?.AsObject() ?? [])
        {
            if (labels.GetValueOrDefault(key) != value!.GetValue<string>()) return false;
        }

        foreach (var expression in selector?["matchExpressions"]?.AsArray() ?? [])
        {
            var value = labels.GetValueOrDefault(expression!["key"]!.GetValue<string>());
            var among = value is not null && Texts(expression.AsObject(), "values").Contains(value);
            var holds = expression["operator"]!.GetValue<string>() switch { "In" => among, "NotIn" => !among, "Exists" => value is not null, _ => value is null };
            if (!holds) return false;
        }

        return true;
    }

    private static Dictionary<string, string> Labels(Resource resource)
    {
        var labels = Node(resource)["metadata"]!["labels"]?.AsObject().ToDictionary(label => label.Key, label => label.Value!.GetValue<string>()) ?? [];
        if (resource.Id.Kind == "Namespace") labels["kubernetes.io/metadata.name"] = resource.Id.Name;
        return labels;
    }

    private static IEnumerable<string> Texts(JsonObject owner, string name) => owner[name]?.AsArray().Select(item => item!.GetValue<string>()) ?? [];

    private static JsonObject Node(Resource resource) => JsonObject.Create(resource.Body)!;
}
