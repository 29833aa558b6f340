using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Operators;

/// <summary>Webhooks that come without rules, and the rules that their controllers write into them once they run.</summary>
internal static class RuntimeRules
{
    private static readonly Dictionary<string, string> ByWebhook = new(StringComparer.Ordinal)
    {
        ["config.webhook.serving.knative.dev"] = ConfigMaps,
        ["config.webhook.istio.networking.internal.knative.dev"] = ConfigMaps,
        ["config.webhook.eventing.knative.dev"] = ConfigMaps,
        ["webhook.istio.networking.internal.knative.dev"] = """[{"apiGroups":["apps"],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["deployments","deployments/status"],"scope":"*"}]""",
    };

    private const string ConfigMaps = """[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["configmaps/*"],"scope":"Namespaced"}]""";

    /// <summary>Fills in the rules that are missing.</summary>
    public static void Fill(JsonObject configuration)
    {
        foreach (var webhook in Json.Maps(configuration, "webhooks"))
        {
            if (Json.List(webhook, "rules") is { Count: > 0 } || !ByWebhook.TryGetValue(Json.Text(webhook, "name") ?? "", out var rules)) continue;
            webhook["rules"] = JsonReading.Parse(System.Text.Encoding.UTF8.GetBytes(rules));
        }
    }
}
