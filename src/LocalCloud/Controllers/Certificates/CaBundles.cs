using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Certificates;

/// <summary>The places for a CA in webhook configurations, definitions with conversion, and aggregated APIs.</summary>
internal static class CaBundles
{
    /// <summary>The kinds that have such places.</summary>
    public static readonly IReadOnlyList<GroupKind> Carriers = [Kinds.MutatingWebhook, Kinds.ValidatingWebhook, Kinds.CustomResourceDefinition, Kinds.ApiService];

    /// <summary>Every map of the object that may have a <c>caBundle</c>.</summary>
    public static IEnumerable<JsonObject> Places(JsonObject document)
    {
        foreach (var webhook in Json.Maps(document, "webhooks"))
        {
            if (Json.Map(webhook, "clientConfig") is { } client) yield return client;
        }

        if (Json.Text(document, "spec", "conversion", "strategy") == "Webhook" && Json.Map(document, "spec", "conversion", "webhook", "clientConfig") is { } conversion) yield return conversion;
        if (Json.Text(document, "kind") == "APIService" && Json.Map(document, "spec", "service") is not null) yield return Json.Map(document, "spec")!;
    }

    /// <summary>Whether every place that is meant has this CA.</summary>
    public static bool Have(JsonObject document, string ca, Func<JsonObject, bool>? isMeant = null) =>
        Places(document).Where(place => isMeant is null || isMeant(place)).All(place => Json.Text(place, "caBundle") == ca);

    /// <summary>Puts the CA into every place that is meant.</summary>
    public static void Fill(JsonObject document, string ca, Func<JsonObject, bool>? isMeant = null)
    {
        foreach (var place in Places(document).Where(place => isMeant is null || isMeant(place)).ToList()) place["caBundle"] = ca;
    }
}
