using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Admission;

/// <summary>
/// Admission webhooks as far as a client notices them: while the Service behind a webhook has no ready endpoint, or its
/// <c>caBundle</c> is missing, matching writes fail with the words of the real server. Once both are there the simulated
/// backend accepts everything unchanged. <c>matchConditions</c> count as fulfilled.
/// </summary>
internal sealed class WebhookAdmission(KubeCluster cluster) : IAdmission
{
    private const string Group = ".admissionregistration.k8s.io";
    private readonly WebhookList _mutating = new(cluster.Store, "mutatingwebhookconfigurations" + Group);
    private readonly WebhookList _validating = new(cluster.Store, "validatingwebhookconfigurations" + Group);

    public void Mutate(AdmissionRequest request) => Ask(_mutating, request);

    public void Validate(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete) Ask(_mutating, request);
        Ask(_validating, request);
    }

    private void Ask(WebhookList list, AdmissionRequest request)
    {
        // Webhooks never see webhook configurations: a broken one must remain repairable.
        if (request.Resource.Group == "admissionregistration.k8s.io") return;
        foreach (var webhook in list.Current())
        {
            if (!webhook.Matches(request, cluster) || Obstacle(webhook) is not { } obstacle || !webhook.FailsClosed) continue;
            throw ApiErrors.Internal($"failed calling webhook \"{webhook.Name}\": failed to call webhook: Post \"{webhook.Url}\": {obstacle}");
        }
    }

    /// <summary>Why the webhook cannot be asked, or null.</summary>
    private string? Obstacle(Webhook webhook)
    {
        if (webhook.ServiceName.Length == 0) return null;
        if (cluster.Store.Get("services", webhook.ServiceNamespace, webhook.ServiceName) is null) return $"service \"{webhook.ServiceName}\" not found";
        if (!HasReadyEndpoint(webhook)) return $"no endpoints available for service \"{webhook.ServiceName}\"";
        return webhook.HasCaBundle ? null : "tls: failed to verify certificate: x509: certificate signed by unknown authority";
    }

    private bool HasReadyEndpoint(Webhook webhook)
    {
        foreach (var slice in cluster.Store.Snapshot("endpointslices.discovery.k8s.io").Values)
        {
            if (slice.Namespace != webhook.ServiceNamespace || slice.Labels.GetValueOrDefault("kubernetes.io/service-name") != webhook.ServiceName) continue;
            if (Json.Maps(slice.Parse(), "endpoints").Any(endpoint => Json.Flag(endpoint, "conditions", "ready") != false && Json.List(endpoint, "addresses") is { Count: > 0 })) return true;
        }
        return false;
    }
}
