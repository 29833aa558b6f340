using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.BuiltIn;

/// <summary>Checks of webhook configurations.</summary>
internal static class WebhookValidation
{
    public static void Check(JsonObject document, List<StatusCause> causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var webhook in Json.Maps(document, "webhooks"))
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"webhooks[{index++}]");
            var name = Json.Text(webhook, "name") ?? "";
            if (name.Split('.').Length < 3) causes.Add(StatusCause.Invalid($"{place}.name", $"\"{name}\"", "should be a domain with at least three segments separated by dots"));
            else if (!names.Add(name)) causes.Add(StatusCause.Duplicate($"{place}.name", $"\"{name}\""));
            if (Json.Text(webhook, "sideEffects") is not ("None" or "NoneOnDryRun"))
                causes.Add(StatusCause.NotSupported($"{place}.sideEffects", $"\"{Json.Text(webhook, "sideEffects")}\"", ["None", "NoneOnDryRun"]));
            if (Json.List(webhook, "admissionReviewVersions") is not { Count: > 0 })
                causes.Add(StatusCause.Required($"{place}.admissionReviewVersions", "must specify one of v1, v1beta1"));
            if (Json.Map(webhook, "clientConfig") is not { Count: > 0 })
                causes.Add(StatusCause.Required($"{place}.clientConfig", "exactly one of url or service is required"));
        }
    }
}
