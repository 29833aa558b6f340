using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Defaults of admission webhooks and policies.</summary>
internal static class WebhookDefaults
{
    public static void Apply(JsonObject configuration)
    {
        var mutating = Json.Text(configuration, "kind") == "MutatingWebhookConfiguration";
        foreach (var webhook in Json.Maps(configuration, "webhooks"))
        {
            Json.Default(webhook, "failurePolicy", "Fail");
            Json.Default(webhook, "matchPolicy", "Equivalent");
            Json.Default(webhook, "namespaceSelector", new JsonObject());
            Json.Default(webhook, "objectSelector", new JsonObject());
            Json.Default(webhook, "timeoutSeconds", 10L);
            if (mutating) Json.Default(webhook, "reinvocationPolicy", "Never");
            foreach (var rule in Json.Maps(webhook, "rules")) Json.Default(rule, "scope", "*");
            if (Json.Map(webhook, "clientConfig", "service") is { } service) Json.Default(service, "port", 443L);
        }
    }

    public static void Policy(JsonObject policy)
    {
        var spec = Json.Ensure(policy, "spec");
        Json.Default(spec, "failurePolicy", "Fail");
        if (Json.Map(spec, "matchConstraints") is not { } constraints) return;
        Json.Default(constraints, "matchPolicy", "Equivalent");
        Json.Default(constraints, "namespaceSelector", new JsonObject());
        Json.Default(constraints, "objectSelector", new JsonObject());
        foreach (var rule in Json.Maps(constraints, "resourceRules")) Json.Default(rule, "scope", "*");
    }
}
