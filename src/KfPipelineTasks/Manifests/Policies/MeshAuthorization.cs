using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Policies;

/// <summary>
/// Decides as Istio does whether a workload accepts a request: a DENY policy that matches refuses; without any ALLOW policy everything
/// is accepted; otherwise one of them must match. Allowing policies add up - that is what makes one careless policy enough.
/// </summary>
public static partial class MeshAuthorization
{
    /// <summary>True when the request is accepted.</summary>
    /// <param name="policies">AuthorizationPolicies; those that do not select the workload are passed over.</param>
    /// <param name="ns">Namespace of the workload.</param>
    /// <param name="labels">Labels of its Pods.</param>
    /// <param name="rootNamespace">Policies in this namespace hold everywhere.</param>
    public static bool Accepts(IEnumerable<Resource> policies, string ns, IReadOnlyDictionary<string, string> labels, MeshRequest request, string rootNamespace = "istio-system")
    {
        var selecting = policies.Where(policy => Selects(policy, ns, labels, rootNamespace)).ToList();
        if (selecting.Exists(policy => Action(policy) == "DENY" && Matches(policy, request))) return false;
        var allowing = selecting.Where(policy => Action(policy) == "ALLOW").ToList();
        return allowing.Count == 0 || allowing.Exists(policy => Matches(policy, request));
    }

    /// <summary>True when the policy says something about Pods with these labels in this namespace. One that names its targets is about gateways and waypoints, not about Pods.</summary>
    public static bool Selects(Resource policy, string ns, IReadOnlyDictionary<string, string> labels, string rootNamespace = "istio-system") =>
        !HasTargets(policy)
        && (policy.Id.Namespace == ns || policy.Id.Namespace == rootNamespace)
        && policy.At("spec", "selector", "matchLabels").Texts().All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);

    /// <summary>True when one of the rules of the policy matches the request.</summary>
    public static bool Matches(Resource policy, MeshRequest request) => policy.At("spec").Items("rules").Any(rule => RuleMatches(rule, request));

    internal static string Action(Resource policy) => policy.Text("spec", "action") ?? "ALLOW";

    internal static bool HasTargets(Resource policy) => policy.At("spec").Items("targetRefs").Any() || policy.At("spec", "targetRef") is not null;

    /// <param name="couldBe">What a condition about something that is not known of the request counts as: a verdict takes it for unmet, a search for holes for met.</param>
    internal static bool RuleMatches(JsonElement rule, MeshRequest request, bool couldBe = false) =>
        AnyOf(rule.Items("from"), source => SourceMatches(source.Member("source"), request))
        && AnyOf(rule.Items("to"), target => OperationMatches(target.Member("operation"), request))
        && rule.Items("when").All(condition => ConditionMatches(condition, request, couldBe));

    private static bool AnyOf(IEnumerable<JsonElement> items, Func<JsonElement, bool> matches)
    {
        var all = items.ToList();
        return all.Count == 0 || all.Exists(item => matches(item));
    }

    private static bool SourceMatches(JsonElement? source, MeshRequest request) =>
        Fits(source, "principals", request.Principal) && Fits(source, "requestPrincipals", request.TokenIssuerAndSubject) && Fits(source, "namespaces", request.Namespace);

    private static bool OperationMatches(JsonElement? operation, MeshRequest request) => Fits(operation, "paths", request.Path) && Fits(operation, "methods", request.Method)
        && Fits(operation, "ports", request.Port?.ToString(CultureInfo.InvariantCulture));

    private static bool ConditionMatches(JsonElement condition, MeshRequest request, bool couldBe)
    {
        if (Value(condition.Text("key") ?? "", request) is not { IsKnown: true } value) return couldBe;
        return FitsOne(Texts(condition, "values"), value.Text, whenEmpty: true) && !FitsOne(Texts(condition, "notValues"), value.Text, whenEmpty: false);
    }

    // Addresses, ports and claims are not known of a request that is only thought of.
    private static (string? Text, bool IsKnown) Value(string key, MeshRequest request)
    {
        if (HeaderKey().Match(key) is { Success: true } header) return (request.Headers.GetValueOrDefault(header.Groups[1].Value.ToLowerInvariant()), true);
        return key switch
        {
            "source.principal" => (request.Principal, true),
            "source.namespace" => (request.Namespace, true),
            "request.auth.principal" => (request.TokenIssuerAndSubject, true),
            _ => (null, false),
        };
    }

    private static bool Fits(JsonElement? owner, string name, string? value)
    {
        var negative = $"not{char.ToUpperInvariant(name[0])}{name[1..]}";
        return FitsOne(Texts(owner, name), value, whenEmpty: true) && !FitsOne(Texts(owner, negative), value, whenEmpty: false);
    }

    private static bool FitsOne(List<string> patterns, string? value, bool whenEmpty) =>
        patterns.Count == 0 ? whenEmpty : value is not null && patterns.Exists(pattern => Fits(pattern, value));

    // Exact, prefix*, *suffix, or * for anything that is there.
    private static bool Fits(string pattern, string value) =>
        pattern == "*" ? value.Length > 0
        : pattern.EndsWith('*') ? value.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : pattern.StartsWith('*') ? value.EndsWith(pattern[1..], StringComparison.Ordinal)
        : pattern == value;

    private static List<string> Texts(JsonElement? owner, string name) => [.. owner.Items(name).Select(item => item.ToString())];

    [GeneratedRegex(@"^request\.headers\[(.+)\]\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex HeaderKey();
}
