using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>
/// Predicts what an API server refuses when objects are sent one after the other and no webhook has anything behind it. It
/// knows nothing of the graph and asks the same webhooks in the plainest way, so that one can be held against the other.
/// </summary>
public sealed class AdmissionForecast
{
    private static readonly string[] AlwaysThere = ["default", "kube-system", "kube-public", "kube-node-lease"];
    private static readonly IReadOnlyList<string> Create = ["CREATE"];
    private static readonly IReadOnlyList<string> Update = ["UPDATE"];

    private readonly Dictionary<ResourceId, Resource> _there = [];
    private readonly List<AdmissionWebhook> _webhooks = [];
    private readonly List<Resource> _served = [];
    private Kinds _kinds = new([]);

    private AdmissionForecast()
    {
    }

    /// <summary>The objects that are refused, in the order in which they are sent.</summary>
    /// <param name="inOrder">The objects in the order in which they are sent. A kind is taken to be served as soon as its CRD is accepted.</param>
    /// <param name="live">What the cluster has before; null for a new one. The webhooks in it answer as little as those of the set.</param>
    public static IReadOnlyList<Refusal> Refused(IReadOnlyList<Resource> inOrder, IReadOnlyList<Resource>? live = null)
    {
        var forecast = new AdmissionForecast();
        foreach (var resource in live ?? []) forecast.Accept(resource, isServed: true);
        var refused = new List<Refusal>();
        foreach (var resource in inOrder)
        {
            if (forecast.WhyNot(resource) is { } why) refused.Add(new Refusal(resource.Id, why));
            else forecast.Accept(resource, isServed: forecast.CanBeServed(resource));
        }

        return refused;
    }

    private void Accept(Resource resource, bool isServed)
    {
        _there[resource.Id] = resource;
        switch (resource.Id.Kind)
        {
            case "CustomResourceDefinition" when isServed:
                _served.Add(resource);
                _kinds = new Kinds(_served);
                break;
            case "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration":
                _webhooks.RemoveAll(webhook => webhook.Configuration.Id == resource.Id);
                // Rules that a controller would fill in stay empty: there is no controller.
                _webhooks.AddRange(AdmissionWebhook.In(resource).Where(webhook => webhook.FailsClosed && !webhook.FillsInItsRules));
                break;
        }
    }

    // To serve a kind the API server writes the definition's status, and asks the webhooks about that as well.
    private bool CanBeServed(Resource definition)
    {
        var establish = AdmissionRequest.For(definition, _kinds, new Namespaces([], []), Update) with { Subresource = "status" };
        return !_webhooks.Exists(webhook => webhook.Intercepts(establish));
    }

    private string? WhyNot(Resource resource)
    {
        var kind = _kinds.Of(resource.Id);
        if (!kind.IsBuiltIn && kind.Definition is null) return $"no kind {resource.Id.Kind} in {resource.Id.ApiVersion}";
        if (kind.Namespaced != false && resource.Id.Namespace is { } ns && !AlwaysThere.Contains(ns) && !_there.ContainsKey(new ResourceId("", "v1", "Namespace", null, ns)))
            return $"namespace {ns} not found";
        // A Namespace is judged by the labels it is about to have.
        var namespaces = new Namespaces([], resource.Id.Kind == "Namespace" ? [resource] : Named(resource.Id.Namespace));
        var request = AdmissionRequest.For(resource, _kinds, namespaces, _there.ContainsKey(resource.Id) ? Update : Create);
        return _webhooks.FirstOrDefault(webhook => webhook.Intercepts(request)) is { } webhook ? $"webhook {webhook.Name} does not answer" : null;
    }

    private Resource[] Named(string? ns) =>
        ns is not null && _there.TryGetValue(new ResourceId("", "v1", "Namespace", null, ns), out var found) ? [found] : [];
}
