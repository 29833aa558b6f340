using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Kubeflow.Mesh;

/// <summary>
/// Istio's AuthorizationPolicies: a DENY that fits refuses; without any ALLOW everybody gets in; with some, one must fit.
/// Policies of the workload's namespace and of <c>istio-system</c> count. Addresses and hosts are not looked at:
/// a rule that asks for them does not fit.
/// </summary>
internal static class MeshPolicies
{
    private const string Root = "istio-system";

    /// <summary>Whether the call may reach a workload with these labels.</summary>
    public static bool Allows(ClusterView view, string inNamespace, IReadOnlyDictionary<string, string> labels, MeshCall call)
    {
        if (!IsInMesh(view, inNamespace)) return true;
        var policies = view.List(Kinds.AuthorizationPolicy, inNamespace).Concat(inNamespace == Root ? [] : view.List(Kinds.AuthorizationPolicy, Root))
            .Where(policy => Json.Map(policy, "spec", "selector") is not { Count: > 0 } selector || Selectors.Matches(selector, labels)).ToList();
        if (policies.Any(policy => Json.Text(policy, "spec", "action") == "DENY" && Fits(policy, call))) return false;
        var allowing = policies.Where(policy => Json.Text(policy, "spec", "action") is null or "ALLOW").ToList();
        return allowing.Count == 0 || allowing.Any(policy => Fits(policy, call));
    }

    /// <summary>Pods get a proxy, and with it the policies count, where the namespace asks for it.</summary>
    private static bool IsInMesh(ClusterView view, string inNamespace)
    {
        if (inNamespace == Root) return true;
        var labels = Selectors.LabelsOf(view.Get(Kinds.Namespace, "", inNamespace));
        return labels.GetValueOrDefault("istio-injection") == "enabled" || labels.ContainsKey("istio.io/rev");
    }

    private static bool Fits(JsonObject policy, MeshCall call) => Json.Maps(policy, "spec", "rules").Any(rule => FitsRule(rule, call));

    private static bool FitsRule(JsonObject rule, MeshCall call) =>
        (Json.List(rule, "from") is null || Json.Maps(rule, "from").Any(from => FitsSource(Json.Map(from, "source"), call)))
        && (Json.List(rule, "to") is null || Json.Maps(rule, "to").Any(to => FitsOperation(Json.Map(to, "operation"), call)))
        && Json.Maps(rule, "when").All(condition => FitsCondition(condition, call));

    private static bool FitsSource(JsonObject? source, MeshCall call) =>
        source is not null
        && Has(source, "principals", call.Principal) && HasNot(source, "notPrincipals", call.Principal)
        && Has(source, "namespaces", call.SourceNamespace) && HasNot(source, "notNamespaces", call.SourceNamespace)
        && Has(source, "requestPrincipals", call.RequestPrincipal) && HasNot(source, "notRequestPrincipals", call.RequestPrincipal)
        && !source.Any(pair => pair.Key is "ipBlocks" or "remoteIpBlocks");

    private static bool FitsOperation(JsonObject? operation, MeshCall call) =>
        operation is not null
        && Has(operation, "methods", call.Method) && HasNot(operation, "notMethods", call.Method)
        && Has(operation, "paths", call.Path) && HasNot(operation, "notPaths", call.Path)
        && Has(operation, "ports", PortOf(call)) && HasNot(operation, "notPorts", PortOf(call))
        && !operation.Any(pair => pair.Key is "hosts" or "notHosts");

    private static string? PortOf(MeshCall call) => call.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool FitsCondition(JsonObject condition, MeshCall call)
    {
        var key = Json.Text(condition, "key") ?? "";
        var value = key switch
        {
            "source.principal" => call.Principal,
            "source.namespace" => call.SourceNamespace,
            "request.auth.principal" => call.RequestPrincipal,
            _ when key.StartsWith("request.headers[", StringComparison.Ordinal) => call.Header(key["request.headers[".Length..].TrimEnd(']')),
            _ => null,
        };
        return Has(condition, "values", value) && HasNot(condition, "notValues", value);
    }

    private static bool Has(JsonObject map, string field, string? value) => Json.List(map, field) is null || Json.Texts(map, field).Any(pattern => Is(pattern, value));

    private static bool HasNot(JsonObject map, string field, string? value) => !Json.Texts(map, field).Any(pattern => Is(pattern, value));

    /// <summary>Exact, <c>prefix*</c>, <c>*suffix</c>, or <c>*</c> for "is there".</summary>
    private static bool Is(string pattern, string? value)
    {
        if (value is null) return false;
        if (pattern == "*") return value.Length > 0;
        if (pattern.EndsWith('*')) return value.StartsWith(pattern[..^1], StringComparison.Ordinal);
        return pattern.StartsWith('*') ? value.EndsWith(pattern[1..], StringComparison.Ordinal) : value == pattern;
    }
}
