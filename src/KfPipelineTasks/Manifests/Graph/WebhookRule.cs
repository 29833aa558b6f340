using System.Text.Json;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>One rule of a webhook. A star stands for everything.</summary>
internal sealed record WebhookRule(
    IReadOnlyList<string> Groups, IReadOnlyList<string> Versions, IReadOnlyList<string> Resources, IReadOnlyList<string> Operations, string Scope)
{
    public static WebhookRule Of(JsonElement rule) => new(
        Texts(rule, "apiGroups"), Texts(rule, "apiVersions"), Texts(rule, "resources"), Texts(rule, "operations"),
        rule.TryGetProperty("scope", out var scope) && scope.ValueKind == JsonValueKind.String ? scope.GetString()! : "*");

    /// <summary>The rule names this resource, in this group and version, for one of these operations.</summary>
    /// <param name="subresource">Such as <c>status</c>; empty for the object itself.</param>
    /// <param name="inNamespace">The object lives in a namespace. A Namespace itself does not.</param>
    public bool Matches(string group, string version, string plural, string subresource, IReadOnlyList<string> operations, bool inNamespace) =>
        Has(Groups, group) && Has(Versions, version) && operations.Any(operation => Has(Operations, operation)) && HasResource(plural, subresource)
        && (Scope == "*" || (Scope == "Namespaced") == inNamespace);

    private static bool Has(IReadOnlyList<string> listed, string word) => listed.Contains("*") || listed.Contains(word);

    // "pods/*" means the Pods themselves and everything below them; "pods/status" only what is below.
    private bool HasResource(string plural, string subresource) => Resources.Any(resource =>
    {
        var parts = resource.Split('/', 2);
        var below = parts.Length == 1 ? "" : parts[1];
        return (parts[0] == "*" || parts[0] == plural) && (below == "*" || below == subresource);
    });

    private static List<string> Texts(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];
}
