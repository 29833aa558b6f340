using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>
/// A webhook can answer when its Service has a ready endpoint and the API server knows whom to trust. The bundle stands in the
/// object; the endpoints are looked at when they are at hand.
/// </summary>
internal sealed class WebhookConfigurationRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["MutatingWebhookConfiguration.admissionregistration.k8s.io", "ValidatingWebhookConfiguration.admissionregistration.k8s.io"];

    public Verdict? Judge(LiveObject live)
    {
        var webhooks = live.Resource.At("webhooks").Items().ToList();
        foreach (var webhook in webhooks)
        {
            var client = webhook.Member("clientConfig");
            if (client.Member("service") is not { } service) continue;
            var name = webhook.Text("name");
            // One line break in base64 is what manifests write where a controller will put the bundle.
            if (client.Text("caBundle") is not { Length: > 8 }) return Verdict.Waiting($"the CA bundle of webhook {name} is not filled in yet", live.Describe);
            if (WithoutEndpoint(live, service) is { } where) return Verdict.Waiting($"webhook {name}: {where} has no ready endpoint");
        }

        return Verdict.Ready(webhooks.Count == 1 ? "its webhook can be asked" : $"its {webhooks.Count} webhooks can be asked");
    }

    // Only where the slices of the Service were handed in, or those of others in its namespace, which shows that they were looked for.
    private static string? WithoutEndpoint(LiveObject live, JsonElement service)
    {
        var slices = live.Around.Where(around => around.Id is { Group: "discovery.k8s.io", Kind: "EndpointSlice" } && around.Id.Namespace == service.Text("namespace")).ToList();
        if (slices.Count == 0) return null;
        var own = slices.Where(slice => slice.Label("kubernetes.io/service-name") == service.Text("name"));
        var ready = own.SelectMany(slice => slice.At("endpoints").Items()).Any(endpoint => endpoint.Member("conditions").Member("ready") is null or { ValueKind: JsonValueKind.True });
        return ready ? null : $"Service {service.Text("namespace")}/{service.Text("name")}";
    }
}
