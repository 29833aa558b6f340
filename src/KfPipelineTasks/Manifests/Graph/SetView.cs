using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>The set to apply, and what is known of the cluster, looked up in the ways the graph asks for.</summary>
internal sealed class SetView
{
    private static readonly IReadOnlyList<string> Either = ["CREATE", "UPDATE"];
    private static readonly IReadOnlyList<string> Update = ["UPDATE"];
    private static readonly IReadOnlyList<string> Create = ["CREATE"];
    private readonly Dictionary<ResourceId, Resource> _wanted;
    private readonly Dictionary<ResourceId, Resource> _live;
    private readonly ILookup<string, PodTemplate> _podsByNamespace;

    /// <param name="wanted">The objects to apply.</param>
    /// <param name="live">What the cluster has of namespaces, CRDs, webhook configurations, Services and anything else; null when there is no cluster to ask.</param>
    public SetView(IReadOnlyList<Resource> wanted, IReadOnlyList<Resource>? live)
    {
        KnowsCluster = live is not null;
        Kinds = new Kinds(wanted.Concat(live ?? []).Where(resource => resource.Id is { Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition" }));
        Wanted = [.. wanted.Select(InItsScope).Order(KindOrder.Comparer)];
        _wanted = Wanted.DistinctBy(resource => resource.Id).ToDictionary(resource => resource.Id);
        _live = (live ?? []).Select(InItsScope).DistinctBy(resource => resource.Id).ToDictionary(resource => resource.Id);
        Namespaces = new Namespaces(Wanted, _live.Values);
        Templates = [.. Wanted.Select(PodTemplate.Of).OfType<PodTemplate>()];
        _podsByNamespace = Templates.Where(template => template.RunsAtOnce).ToLookup(template => template.Workload.Id.Namespace ?? "");
        Webhooks = FindWebhooks();
    }

    /// <summary>False when only the manifests are known.</summary>
    public bool KnowsCluster { get; }

    public Kinds Kinds { get; }

    /// <summary>The set in the order of <see cref="KindOrder"/>, objects of cluster-scoped kinds without a namespace.</summary>
    public IReadOnlyList<Resource> Wanted { get; }

    public Namespaces Namespaces { get; }

    public IReadOnlyList<PodTemplate> Templates { get; }

    /// <summary>Webhooks of the set, and those of the cluster the set does not have; in the order of their configurations.</summary>
    public IReadOnlyList<AdmissionWebhook> Webhooks { get; }

    public Resource? Find(ResourceId id) => _wanted.GetValueOrDefault(id);

    /// <summary>What is known of the cluster.</summary>
    public IEnumerable<Resource> Live => _live.Values;

    public bool IsLive(ResourceId id) => _live.ContainsKey(id);

    public Resource? FindLive(ResourceId id) => _live.GetValueOrDefault(id);

    /// <summary>The workloads of the set behind a Service.</summary>
    public IReadOnlyList<PodTemplate> Behind(Resource service)
    {
        var selector = service.At("spec", "selector").Texts();
        if (selector.Count == 0) return [];
        return [.. _podsByNamespace[service.Id.Namespace ?? ""].Where(template => selector.All(pair => template.Labels.TryGetValue(pair.Key, out var value) && value == pair.Value))];
    }

    /// <summary>The request that writes an object: a creation or a change, where it is not known which.</summary>
    public AdmissionRequest RequestFor(Resource resource) =>
        AdmissionRequest.For(resource, Kinds, Namespaces, !KnowsCluster ? Either : IsLive(resource.Id) ? Update : Either);

    /// <summary>The request with which the API server establishes a definition. It goes through admission like any other.</summary>
    public AdmissionRequest RequestForEstablishing(Resource definition) => RequestFor(definition) with { Subresource = "status", Operations = Update };

    /// <summary>The request with which a controller makes a Pod of a workload.</summary>
    public AdmissionRequest RequestForPod(PodTemplate template)
    {
        var ns = template.Workload.Id.Namespace ?? "default";
        return new AdmissionRequest(BuiltInKinds.All[("", "Pod")], "", "v1", InNamespace: true, Namespaces.LabelsOf(ns), template.Labels, Create);
    }

    // kustomize writes its namespace into objects of custom kinds too, wherever they live; the API server takes it out again.
    private Resource InItsScope(Resource resource) =>
        resource.Id.Namespace is null || Kinds.Of(resource.Id).Namespaced != false ? resource : Scopes.WithoutNamespace(resource);

    private List<AdmissionWebhook> FindWebhooks()
    {
        var found = new List<AdmissionWebhook>();
        foreach (var configuration in Wanted.Where(IsConfiguration))
        {
            var live = _live.TryGetValue(configuration.Id, out var there) ? AdmissionWebhook.In(there).ToDictionary(webhook => webhook.Name) : [];
            // What is in force until ours is applied, and what its controller has filled in, counts as well.
            found.AddRange(AdmissionWebhook.In(configuration).Select(webhook => live.TryGetValue(webhook.Name, out var old) ? webhook.With(old) : webhook));
        }

        found.AddRange(_live.Values.Where(live => IsConfiguration(live) && !_wanted.ContainsKey(live.Id)).Order(KindOrder.Comparer).SelectMany(AdmissionWebhook.In));
        return found;
    }

    private static bool IsConfiguration(Resource resource) =>
        resource.Id is { Group: "admissionregistration.k8s.io", Kind: "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration" };
}
