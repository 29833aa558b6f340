using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Admission;

/// <summary>One webhook of a configuration.</summary>
internal sealed class Webhook
{
    private readonly IReadOnlyList<WebhookRule> _rules;
    private readonly LabelSelector _namespaces;
    private readonly LabelSelector _objects;
    private readonly bool _equivalent;

    public Webhook(JsonObject webhook)
    {
        Name = Json.Text(webhook, "name") ?? "";
        _rules = [.. Json.Maps(webhook, "rules").Select(rule => new WebhookRule(rule))];
        _namespaces = LabelSelector.FromJson(Json.Map(webhook, "namespaceSelector"));
        _objects = LabelSelector.FromJson(Json.Map(webhook, "objectSelector"));
        _equivalent = Json.Text(webhook, "matchPolicy") != "Exact";
        FailsClosed = Json.Text(webhook, "failurePolicy") != "Ignore";
        HasCaBundle = Json.Text(webhook, "clientConfig", "caBundle") is { Length: > 0 };
        var service = Json.Map(webhook, "clientConfig", "service");
        ServiceNamespace = Json.Text(service, "namespace") ?? "";
        ServiceName = Json.Text(service, "name") ?? "";
        var path = Json.Text(service, "path") ?? "";
        if (path.Length > 0 && path[0] != '/') path = "/" + path;
        Url = Json.Text(webhook, "clientConfig", "url") ?? $"https://{ServiceName}.{ServiceNamespace}.svc:{Json.Number(service, "port") ?? 443}{path}";
        Url += $"?timeout={Json.Number(webhook, "timeoutSeconds") ?? 10}s";
    }

    public string Name { get; }

    /// <summary>A webhook that cannot be asked refuses.</summary>
    public bool FailsClosed { get; }

    public bool HasCaBundle { get; }

    /// <summary>Empty when the webhook is reached by address.</summary>
    public string ServiceName { get; }

    public string ServiceNamespace { get; }

    public string Url { get; }

    public bool Matches(AdmissionRequest request, KubeCluster cluster)
    {
        var matched = false;
        foreach (var rule in _rules) matched |= rule.Matches(request, cluster.Catalog, _equivalent);
        return matched && InNamespace(request, cluster) && SelectsObject(request);
    }

    private bool InNamespace(AdmissionRequest request, KubeCluster cluster)
    {
        if (_namespaces.IsEmpty) return true;
        if (request.Resource.GroupResource == "namespaces") return _namespaces.Matches(Json.TextMap(request.Object ?? request.OldObject, "metadata", "labels"));
        return request.Namespace.Length == 0 || _namespaces.Matches(cluster.Namespaces.LabelsOf(request.Namespace));
    }

    private bool SelectsObject(AdmissionRequest request) => _objects.IsEmpty
        || (request.Object is { } now && _objects.Matches(Json.TextMap(now, "metadata", "labels")))
        || (request.OldObject is { } before && _objects.Matches(Json.TextMap(before, "metadata", "labels")));
}
