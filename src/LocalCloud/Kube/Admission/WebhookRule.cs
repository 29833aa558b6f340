using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Admission;

/// <summary>Which writes a webhook wants to see.</summary>
internal sealed class WebhookRule(JsonObject rule)
{
    private readonly HashSet<string> _operations = [.. Json.Texts(rule, "operations")];
    private readonly HashSet<string> _groups = [.. Json.Texts(rule, "apiGroups")];
    private readonly HashSet<string> _versions = [.. Json.Texts(rule, "apiVersions")];
    private readonly HashSet<string> _resources = [.. Json.Texts(rule, "resources")];
    private readonly string _scope = Json.Text(rule, "scope") ?? "*";

    public bool Matches(AdmissionRequest request, ResourceCatalog catalog, bool equivalent)
    {
        var resource = request.Resource;
        if (!Has(_operations, Name(request.Operation)) || !Has(_groups, resource.Group) || !InScope(resource)) return false;
        if (!MatchesResource(resource.Plural, request.Subresource)) return false;
        if (Has(_versions, resource.Version)) return true;
        // Equivalent: the same objects in another version that the rule names.
        return equivalent && _versions.Any(version => catalog.Find(resource.Group, version, resource.Plural) is not null);
    }

    private static bool Has(HashSet<string> set, string value) => set.Contains("*") || set.Contains(value);

    private static string Name(AdmissionOperation operation) => operation switch
    {
        AdmissionOperation.Create => "CREATE",
        AdmissionOperation.Update => "UPDATE",
        AdmissionOperation.Delete => "DELETE",
        _ => "CONNECT",
    };

    private bool InScope(ResourceInfo resource) => _scope switch
    {
        "Namespaced" => resource.Namespaced,
        "Cluster" => !resource.Namespaced,
        _ => true,
    };

    private bool MatchesResource(string plural, string subresource)
    {
        if (_resources.Contains("*/*")) return true;
        // "pods/*" includes the Pod itself, as in the real matcher.
        if (subresource.Length == 0) return _resources.Contains("*") || _resources.Contains(plural) || _resources.Contains($"{plural}/*");
        return _resources.Contains($"{plural}/{subresource}") || _resources.Contains($"{plural}/*") || _resources.Contains($"*/{subresource}");
    }
}
