using System.Globalization;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Policies;

/// <summary>
/// Finds policies that let one Pod speak in the name of another user. Kubeflow knows its users by a header that the gateway sets after
/// it has checked who is there; whoever reaches a component past the gateway and may send that header is any user he likes.
/// </summary>
public static class PolicyLint
{
    private static readonly string[] UsualHeaders = ["kubeflow-userid", "x-goog-authenticated-user-email"];
    private static readonly string[] HeaderReaders = ["ml-pipeline", "ml-pipeline-ui", "centraldashboard", "jupyter-web-app", "volumes-web-app", "tensorboards-web-app", "profiles", "kserve-models-web-app", "katib-ui"];

    /// <summary>Everything suspicious; one problem per finding, at the policy's place.</summary>
    /// <param name="resources">All objects that will be there; policies are looked at together with the ConfigMap that names the header.</param>
    /// <param name="gateways">Principals of gateways outside <c>istio-system</c>; those may send the header, since they set it.</param>
    public static IReadOnlyList<Problem> Check(IReadOnlyList<Resource> resources, params IReadOnlyCollection<string> gateways)
    {
        var named = resources.Where(resource => resource.Id is { Group: "", Kind: "ConfigMap" }).Select(map => map.Text("data", "userid-header")).OfType<string>().Select(header => header.ToLowerInvariant()).Distinct().ToList();
        IReadOnlyList<string> headers = named.Count > 0 ? named : UsualHeaders;
        return
        [
            .. resources.Where(resource => resource.Id is { Group: "security.istio.io", Kind: "AuthorizationPolicy" }).SelectMany(policy => OfPolicy(policy, headers, gateways)),
            .. resources.Where(resource => resource.Id is { Group: "networking.istio.io", Kind: "EnvoyFilter" }).SelectMany(filter => OfFilter(filter, headers)),
            .. resources.Where(resource => resource.Id is { Group: "security.istio.io", Kind: "RequestAuthentication" }).SelectMany(authentication => OfAuthentication(authentication, resources)),
        ];
    }

    /// <summary>Of everything suspicious, only what lets somebody speak for somebody else towards the programs that believe the user's header.</summary>
    /// <param name="resources">As for <see cref="Check"/>.</param>
    /// <param name="gateways">As for <see cref="Check"/>.</param>
    public static IReadOnlyList<Problem> Impersonation(IReadOnlyList<Resource> resources, params IReadOnlyCollection<string> gateways) => Check(
    [
        .. resources.Where(resource => resource.Id switch
        {
            { Group: "security.istio.io", Kind: "AuthorizationPolicy" } => ReadsHeader(resource) || resource.At("spec").Items("rules").Any(rule => Believed(rule, UsualHeaders).Any()),
            { Group: "security.istio.io" } => false,
            _ => true,
        }),
    ], gateways);

    private static IEnumerable<Problem> OfPolicy(Resource policy, IReadOnlyList<string> headers, IReadOnlyCollection<string> gateways)
    {
        if (MeshAuthorization.Action(policy) != "ALLOW") yield break;
        foreach (var rule in policy.At("spec").Items("rules"))
        {
            if (IsUnconditional(rule))
            {
                yield return new Problem($"{policy.Id} lets everybody in: one of its rules asks for nothing.", policy.Source, "Say who may come: from.source.principals.");
            }
            else if (Believed(rule, headers).FirstOrDefault() is { } user)
            {
                if (Impersonator(rule, policy, headers, gateways) is { } who)
                    yield return new Problem(
                        $"{policy.Id} believes whoever says that he is {user}: {who} can speak for him.", policy.Source,
                        "Add to the rule who may say so, the gateway: from: [{source: {principals: [...]}}]");
            }
            else if (ReadsHeader(policy) && Impersonator(rule, policy, headers, gateways) is { } who)
            {
                yield return new Problem(
                    $"{policy.Id} lets {who} send the header that says who the user is, so it can speak for anybody.",
                    policy.Source,
                    $"Add to the rule: when: [{{key: 'request.headers[{headers[0]}]', notValues: ['*']}}]");
            }
        }
    }

    // The users that a rule lets in for what the header says.
    private static IEnumerable<string> Believed(JsonElement rule, IReadOnlyList<string> headers) => rule.Items("when")
        .Where(condition => headers.Any(header => string.Equals(condition.Text("key"), $"request.headers[{header}]", StringComparison.OrdinalIgnoreCase)))
        .SelectMany(condition => condition.Items("values")).Select(value => value.ToString());

    // Somebody the rule lets in with a header of his own making: not the gateway, nor the platform's own programs.
    private static string? Impersonator(JsonElement rule, Resource policy, IReadOnlyList<string> headers, IReadOnlyCollection<string> gateways) =>
        Senders(rule).Where(principal => !gateways.Contains(principal) && !IsTrusted(principal, policy)).FirstOrDefault(principal => Accepts(rule, principal.Replace("*", "x", StringComparison.Ordinal), headers));

    private static List<string> Senders(JsonElement rule)
    {
        var sources = rule.Items("from").Select(from => from.Member("source")).ToList();
        var named = sources.SelectMany(source => source.Items("principals")).Select(principal => principal.ToString())
            .Concat(sources.SelectMany(source => source.Items("namespaces")).Select(ns => $"cluster.local/ns/{ns}/sa/default"))
            .Concat(rule.Items("when").Where(condition => condition.Text("key") == "source.principal").SelectMany(condition => condition.Items("values")).Select(value => value.ToString()))
            .ToList();
        // Without any word about the sender everybody is one.
        return named.Count > 0 ? named : ["cluster.local/ns/some-namespace/sa/default-editor"];
    }

    private static bool IsTrusted(string principal, Resource policy) =>
        new MeshRequest(principal, "/", "GET", new Dictionary<string, string>()).Namespace is { } ns && (ns == policy.Id.Namespace || ns is "istio-system" or "kubeflow");

    private static bool Accepts(JsonElement rule, string principal, IReadOnlyList<string> userHeaders)
    {
        var path = rule.Items("to").SelectMany(to => to.Member("operation").Items("paths")).Select(text => text.ToString()).FirstOrDefault() ?? "/";
        var method = rule.Items("to").SelectMany(to => to.Member("operation").Items("methods")).Select(text => text.ToString()).FirstOrDefault() ?? "GET";
        var port = rule.Items("to").SelectMany(to => to.Member("operation").Items("ports")).Select(text => int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null).FirstOrDefault();
        var headers = userHeaders.ToDictionary(header => header, _ => Believed(rule, userHeaders).FirstOrDefault()?.Replace("*", "x", StringComparison.Ordinal) ?? "somebody-else@example.com");
        // What a Pod can well have: a token of its own.
        foreach (var condition in rule.Items("when").Where(condition => condition.Items("values").Any() && condition.Text("key")?.StartsWith("request.headers[", StringComparison.Ordinal) == true))
            headers.TryAdd(condition.Text("key")![16..^1].ToLowerInvariant(), condition.Items("values").First().ToString().Replace("*", "x", StringComparison.Ordinal));
        return MeshAuthorization.RuleMatches(rule, new MeshRequest(principal, path.Replace("*", "x", StringComparison.Ordinal), method, headers, "https://kubernetes.default.svc/system:serviceaccount:a:b") { Port = port }, couldBe: true);
    }

    private static bool IsUnconditional(JsonElement rule) => rule.ValueKind == JsonValueKind.Object && !rule.Items("from").Any() && !rule.Items("to").Any() && !rule.Items("when").Any();

    private static bool ReadsHeader(Resource policy)
    {
        if (MeshAuthorization.HasTargets(policy)) return false;
        var labels = policy.At("spec", "selector", "matchLabels").Texts();
        // Without labels a policy is about every Pod of its namespace; the programs that believe the header live in these.
        return labels.Count == 0 ? policy.Id.Namespace is "kubeflow" or "istio-system" : labels.Values.Any(value => HeaderReaders.Contains(value));
    }

    private static IEnumerable<Problem> OfFilter(Resource filter, IReadOnlyList<string> headers)
    {
        var text = filter.Body.GetRawText();
        var header = headers.FirstOrDefault(header => text.Contains(header, StringComparison.OrdinalIgnoreCase));
        if (header is not null && text.Contains("add", StringComparison.OrdinalIgnoreCase))
            yield return new Problem($"{filter.Id} puts the header {header} into requests: every Pod behind it is that user.", filter.Source, "Let Pods show their own token instead (PodDefault access-ml-pipeline).");
    }

    // A RequestAuthentication refuses bad tokens, and lets requests without any pass.
    private static IEnumerable<Problem> OfAuthentication(Resource authentication, IReadOnlyList<Resource> resources)
    {
        var labels = authentication.At("spec", "selector", "matchLabels").Texts();
        var asks = resources.Where(resource => resource.Id is { Group: "security.istio.io", Kind: "AuthorizationPolicy" } && MeshAuthorization.Selects(resource, authentication.Id.Namespace ?? "", labels))
            .Any(policy => policy.Body.GetRawText() is var text && (text.Contains("requestPrincipals", StringComparison.OrdinalIgnoreCase) || text.Contains("request.auth.", StringComparison.Ordinal)));
        if (!asks)
            yield return new Problem($"{authentication.Id} refuses bad tokens, but requests without a token pass.", authentication.Source, "Add an AuthorizationPolicy for the same Pods that asks for requestPrincipals.");
    }
}
