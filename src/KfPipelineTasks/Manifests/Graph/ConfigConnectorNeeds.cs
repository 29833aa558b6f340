using System.Text.RegularExpressions;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>
/// What a Config Connector object needs that Config Connector itself does not see. References by name it waits for; an API that is
/// still being enabled, or an e-mail address of an account that is still being made, ends in UpdateFailed.
/// </summary>
internal sealed class ConfigConnectorNeeds
{
    private const string Group = "cnrm.cloud.google.com";
    private static readonly Regex Account = new(@"([a-z0-9-]+)@[a-z0-9.:-]+\.iam\.gserviceaccount\.com", RegexOptions.CultureInvariant);
    private static readonly Regex Pool = new(@"([a-z0-9.:-]+\.svc\.id\.goog)\[", RegexOptions.CultureInvariant);

    private readonly List<Resource> _services;
    private readonly List<Resource> _permissions;
    private readonly ILookup<string, Resource> _accounts;
    private readonly ILookup<string, Resource> _pools;
    private readonly ILookup<string?, Resource> _contexts;

    /// <param name="wanted">The set.</param>
    /// <param name="live">What is known of the cluster: its contexts of Config Connector, if it has any.</param>
    public ConfigConnectorNeeds(IEnumerable<Resource> wanted, IEnumerable<Resource> live)
    {
        var ours = wanted.Where(IsOurs).ToList();
        var theirs = live.Where(IsContext).ToList();
        _contexts = ours.Where(IsContext).Concat(theirs.Where(c => !IsHealthy(c) && !ours.Exists(o => o.Id == c.Id))).ToLookup(c => c.Id.Namespace);
        _services = [.. ours.Where(r => r.Id is { Group: "serviceusage.cnrm.cloud.google.com", Kind: "Service" })];
        _permissions = [.. ours.Where(r => r.Id.Group == "iam.cnrm.cloud.google.com" && r.Id.Kind != "IAMServiceAccount")];
        _accounts = ours.Where(r => r.Id is { Group: "iam.cnrm.cloud.google.com", Kind: "IAMServiceAccount" }).ToLookup(r => r.Text("spec", "resourceID") ?? r.Id.Name);
        _pools = ours.Where(r => r.Id.Kind == "ContainerCluster").ToLookup(r =>
            r.Text("spec", "workloadIdentityConfig", "workloadPool") ?? r.Text("spec", "workloadIdentityConfig", "identityNamespace") ?? "");
    }

    /// <summary>What must be ready before the object is sent, and why.</summary>
    public IEnumerable<(Resource Needed, string Because)> Of(Resource resource)
    {
        if (!IsOurs(resource)) return [];
        var text = resource.At("spec") is { } spec ? spec.GetRawText() : "";
        IEnumerable<(Resource, string)> needs =
        [
            .. resource.Id.Kind == "Service" || IsCore(resource) ? [] : _services.Where(s => s.Id.Namespace == resource.Id.Namespace).Select(s => (s, $"it is made through an API that {s.Id} enables")),
            .. IsCore(resource) ? [] : _contexts[resource.Id.Namespace].Select(c => (c, $"Config Connector acts in namespace {c.Id.Namespace} once {c.Id} is healthy")),
            .. Named(Account, text, _accounts, "it names the account by its e-mail address"),
            .. Named(Pool, text, _pools, "the workload identity pool comes with the cluster"),
            // A context starts a controller at once: what it acts with is granted before, by the controller of another namespace.
            // What lives in its own namespace is made by it, and goes before it when all is taken down.
            .. resource.Id.Kind == "ConfigConnectorContext"
                ? _permissions.Where(p => p.Id.Namespace != resource.Id.Namespace).Select(p => (p, "the controller it starts acts with that permission"))
                : [],
        ];
        return needs.Where(need => need.Item1 != resource).DistinctBy(need => need.Item1.Id);
    }

    private static IEnumerable<(Resource, string)> Named(Regex name, string text, ILookup<string, Resource> known, string because) =>
        name.Matches(text).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).SelectMany(n => known[n]).Select(r => (r, because));

    // What configures Config Connector, and is no resource of Google Cloud.
    private static bool IsCore(Resource resource) => resource.Id.Group == $"core.{Group}";

    private static bool IsContext(Resource resource) => IsCore(resource) && resource.Id.Kind == "ConfigConnectorContext";

    private static bool IsHealthy(Resource context) => context.At("status", "healthy") is { ValueKind: System.Text.Json.JsonValueKind.True };

    private static bool IsOurs(Resource resource) => resource.Id.Group == Group || resource.Id.Group.EndsWith("." + Group, StringComparison.Ordinal);
}
