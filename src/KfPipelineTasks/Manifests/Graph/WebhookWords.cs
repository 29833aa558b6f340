using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>Says what a webhook does and what stands behind it.</summary>
internal static class WebhookWords
{
    /// <summary>What it does with an object.</summary>
    public static string Short(AdmissionWebhook webhook) => webhook.IsConversion
        ? $"the conversion of {webhook.Configuration.Id} turns it into the stored version"
        : $"webhook {webhook.Name} {webhook.Does} it";

    /// <summary>The same, with what stands behind it.</summary>
    public static string Of(AdmissionWebhook webhook, ResourceId? workload, string? bundle)
    {
        var text = new StringBuilder(Short(webhook));
        if (webhook.HasMatchConditions) text.Append(" (unless its matchConditions spare it)");
        if (webhook.FillsInItsRules) text.Append(" (by rules it gives itself when it starts)");
        if (webhook.Service is { } service) text.Append($"; {service} answers");
        if (webhook.Url is { } url) text.Append($"; {url} answers");
        if (workload is not null) text.Append($", with {workload} behind it");
        if (bundle is not null) text.Append($"; {bundle}");
        else if (!webhook.HasCaBundle && webhook.Service is not null)
            text.Append(KnownControllers.SelfFilling(webhook) is { } filler ? $"; the CA bundle is filled in by {filler}" : "; nobody is known to fill in its CA bundle");
        return text.ToString();
    }
}
