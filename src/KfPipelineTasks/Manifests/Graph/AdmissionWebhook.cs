using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>Something the API server asks before it accepts an object: a webhook of a configuration, or the conversion of a CRD.</summary>
internal sealed record AdmissionWebhook
{
    /// <summary>The webhook configuration, or the CRD for a conversion.</summary>
    public required Resource Configuration { get; init; }

    /// <summary>Name of the webhook in its configuration; <c>conversion</c> for a CRD's.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<WebhookRule> Rules { get; init; }

    public required LabelSelector NamespaceSelector { get; init; }

    public required LabelSelector ObjectSelector { get; init; }

    /// <summary>Rules also hold for the other versions of the same resource. The default.</summary>
    public required bool MatchesEquivalents { get; init; }

    /// <summary>Without an answer the object is refused. The default.</summary>
    public required bool FailsClosed { get; init; }

    /// <summary>The Service that answers; null for a webhook with a URL.</summary>
    public ResourceId? Service { get; init; }

    public string? Url { get; init; }

    /// <summary>The CA bundle is written down already.</summary>
    public bool HasCaBundle { get; init; }

    /// <summary>Conditions that only the API server can evaluate narrow it down further.</summary>
    public bool HasMatchConditions { get; init; }

    /// <summary>The rules are not in the manifest: the webhook's own controller fills them in when it starts.</summary>
    public bool FillsInItsRules { get; init; }

    public bool IsConversion => Configuration.Id.Kind == "CustomResourceDefinition";

    /// <summary>What it does, in one word.</summary>
    public string Does => IsConversion ? "converts" : Configuration.Id.Kind.StartsWith("Mutating", StringComparison.Ordinal) ? "changes" : "checks";

    /// <summary>The API server asks this webhook about this request.</summary>
    public bool Intercepts(AdmissionRequest request) =>
        !request.IsExempt
        && (request.NamespaceLabels is null || NamespaceSelector.Matches(request.NamespaceLabels))
        && ObjectSelector.Matches(request.Labels)
        && Rules.Any(rule => Matches(rule, request));

    private bool Matches(WebhookRule rule, AdmissionRequest request) =>
        rule.Matches(request.Group, request.Version, request.Kind.Plural, request.Subresource, request.Operations, request.InNamespace)
        || (MatchesEquivalents && request.Kind.Versions.Any(same => rule.Matches(same.Group, same.Version, request.Kind.Plural, request.Subresource, request.Operations, request.InNamespace)));

    /// <summary>This webhook of the set together with what the cluster has of it: rules of both, and the CA bundle of either.</summary>
    public AdmissionWebhook With(AdmissionWebhook live) => this with
    {
        Rules = [.. FillsInItsRules ? [] : Rules, .. live.Rules],
        FillsInItsRules = FillsInItsRules && live.FillsInItsRules,
        HasCaBundle = HasCaBundle || live.HasCaBundle,
    };

    /// <summary>Reads the webhooks of a configuration.</summary>
    public static IEnumerable<AdmissionWebhook> In(Resource configuration)
    {
        if (configuration.At("webhooks") is not { ValueKind: JsonValueKind.Array } webhooks) return [];
        return webhooks.EnumerateArray().Where(webhook => webhook.ValueKind == JsonValueKind.Object).Select(webhook => Of(configuration, webhook));
    }

    /// <summary>The webhook that converts between the versions of a CRD; null when versions differ in name only.</summary>
    public static AdmissionWebhook? ConversionOf(Resource definition)
    {
        if (definition.Text("spec", "conversion", "strategy") != "Webhook") return null;
        var client = definition.At("spec", "conversion", "webhook", "clientConfig");
        return new AdmissionWebhook
        {
            Configuration = definition,
            Name = "conversion",
            Rules = [],
            NamespaceSelector = LabelSelector.Of(null),
            ObjectSelector = LabelSelector.Of(null),
            MatchesEquivalents = false,
            FailsClosed = true,
            Service = ServiceOf(client),
            Url = client.Text("url"),
            HasCaBundle = HasBundle(client),
        };
    }

    private static AdmissionWebhook Of(Resource configuration, JsonElement webhook)
    {
        var name = webhook.Text("name") ?? "";
        var client = webhook.Member("clientConfig");
        var rules = webhook.Member("rules") is { ValueKind: JsonValueKind.Array } listed ? listed.EnumerateArray().Select(WebhookRule.Of).ToList() : [];
        var known = rules.Count == 0 ? KnownControllers.RulesFilledInBy(name) : null;
        return new AdmissionWebhook
        {
            Configuration = configuration,
            Name = name,
            Rules = known ?? rules,
            FillsInItsRules = known is not null,
            NamespaceSelector = LabelSelector.Of(webhook.Member("namespaceSelector")),
            ObjectSelector = LabelSelector.Of(webhook.Member("objectSelector")),
            MatchesEquivalents = webhook.Text("matchPolicy") != "Exact",
            FailsClosed = webhook.Text("failurePolicy") != "Ignore",
            Service = ServiceOf(client),
            Url = client.Text("url"),
            HasCaBundle = HasBundle(client),
            HasMatchConditions = webhook.Member("matchConditions") is { ValueKind: JsonValueKind.Array } conditions && conditions.GetArrayLength() > 0,
        };
    }

    private static ResourceId? ServiceOf(JsonElement? client) =>
        client.Member("service") is { } service && service.Text("name") is { } name
            ? new ResourceId("", "v1", "Service", service.Text("namespace") ?? "default", name)
            : null;

    // A line break in base64 ("Cg==") is what some manifests write where a controller will put the real one.
    private static bool HasBundle(JsonElement? client) => client.Text("caBundle") is { Length: > 8 };
}
