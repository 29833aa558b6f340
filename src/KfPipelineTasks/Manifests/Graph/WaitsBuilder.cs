using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>Finds out who waits for whom in a set.</summary>
internal sealed class WaitsBuilder
{
    private static readonly string[] AlwaysThere = ["default", "kube-system", "kube-public", "kube-node-lease"];

    private readonly SetView _view;
    private readonly CertManager _certManager;
    private readonly ConfigConnectorNeeds _configConnector;
    private readonly Waits _waits = new();
    private readonly Dictionary<ResourceId, List<Need>> _openNeeds = [];
    private readonly Dictionary<(string Group, string Version), Resource> _apiServices;
    private readonly Dictionary<string, Resource> _namespaceMakers;
    private readonly List<Resource> _kindMakers;
    private readonly Dictionary<Step, AdmissionWebhook> _gates = [];
    private readonly Dictionary<AdmissionWebhook, Need.WebhookAnswers> _needs = [];
    private readonly Problems _problems;

    public WaitsBuilder(SetView view, Problems problems)
    {
        _view = view;
        _problems = problems;
        _certManager = new CertManager(view);
        _configConnector = new ConfigConnectorNeeds(view.Wanted, view.Live);
        _apiServices = view.Wanted.Where(resource => resource.Id is { Group: "apiregistration.k8s.io", Kind: "APIService" } && resource.At("spec", "service") is not null)
            .DistinctBy(ServedBy).ToDictionary(ServedBy);
        _namespaceMakers = view.Wanted.Where(KnownControllers.MakesNamespace).DistinctBy(maker => maker.Id.Name).ToDictionary(maker => maker.Id.Name);
        _kindMakers = [.. view.Wanted.Where(KnownControllers.MayMakeKinds)];
    }

    /// <summary>The webhooks that somebody waits for, by the step of their answering.</summary>
    public IReadOnlyDictionary<Step, AdmissionWebhook> Gates => _gates;

    /// <summary>Needs of an object that nothing in the set can fulfil.</summary>
    public IReadOnlyList<Need> OpenNeedsOf(ResourceId id) => _openNeeds.TryGetValue(id, out var needs) ? needs : [];

    public Waits Build()
    {
        foreach (var resource in _view.Wanted)
        {
            _waits.Add(new Step.Sent(resource.Id));
            AddNamespace(resource);
            AddKind(resource);
            AddReferences(resource);
            AddDependsOn(resource);
            AddConfigConnector(resource);
            AddWebhooks(resource);
        }

        foreach (var template in _view.Templates) AddPods(template);
        foreach (var definition in _view.Wanted.Where(wanted => wanted.Id is { Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition" })) AddServing(definition);
        foreach (var certificate in _view.Wanted.Where(CertManager.IsCertificate)) AddAll(_certManager.Issuing(certificate));
        foreach (var (answers, webhook) in _gates) AddGate(answers, webhook);
        return _waits;
    }

    private void AddNamespace(Resource resource)
    {
        var kind = _view.Kinds.Of(resource.Id);
        if (resource.Id.Namespace is not { } name)
        {
            if (kind.Namespaced == true)
                _problems.Add(Problem.NoNamespace(resource));
            return;
        }

        var ns = new ResourceId("", "v1", "Namespace", null, name);
        if (_view.Find(ns) is not null)
        {
            Need(resource, new Step.Sent(ns), new Need.ObjectThere(ns, UntilReady: false, $"it lives in namespace {name}"));
        }
        else if (_namespaceMakers.GetValueOrDefault(name) is { } profile)
        {
            Need(resource, new Step.Sent(profile.Id), new Need.ObjectThere(ns, UntilReady: false, $"it lives in namespace {name}, which {profile.Id} makes") { Openers = ControllersOf(profile) });
        }
        else if (!_view.IsLive(ns) && !AlwaysThere.Contains(name))
        {
            if (_view.KnowsCluster)
                _problems.Add(Problem.MissingNamespace(resource, name));
            else
                Open(resource, new Need.ObjectThere(ns, UntilReady: false, $"it lives in namespace {name}, which is not among the manifests"));
        }
    }

    private void AddKind(Resource resource)
    {
        var (group, version, name) = (resource.Id.Group, resource.Id.Version, resource.Id.Kind);
        var kind = _view.Kinds.Of(resource.Id);
        if (kind.Versions.Count > 0 && !kind.IsBuiltIn && !kind.Serves(group, version))
        {
            _problems.Add(
                $"{resource.Id}: {kind.Definition!.Id} does not serve version {version}.", resource.Source, $"Served: {string.Join(", ", kind.Versions.Select(v => v.Version))}.");
        }
        else if (!_view.KnowsCluster && kind.Definition is null && RetiredApis.Find(group, version, name) is { } retired && retired.Gone <= KubernetesVersion.Oldest)
        {
            // A cluster that is there is asked itself.
            _problems.Add($"{resource.Id}: Kubernetes has no {retired.ApiVersion} since {retired.Gone}.", resource.Source, retired.Next);
        }
        else if (kind.Definition is { } definition && _view.Find(definition.Id) is not null)
        {
            Need(resource, new Step.Served(definition.Id), new Need.KindServed(group, version, name, definition.Id, $"its kind is defined by {definition.Id}"));
            AddConversion(resource, definition);
        }
        else if (_apiServices.TryGetValue((group, version), out var api))
        {
            Need(resource, new Step.Answers(api.Id, ""), new Need.ApiAvailable(api.Id, $"its kind is served through {api.Id}") { Openers = BehindApi(api) });
        }
        else if (!kind.IsBuiltIn && kind.Definition is null)
        {
            AddUnknownKind(resource, new Need.KindServed(group, version, name, null, $"the manifests do not define its kind, {name} of {resource.Id.ApiVersion}"));
        }
    }

    private void AddServing(Resource definition)
    {
        var served = new Step.Served(definition.Id);
        _waits.Add(new Wait(served, new Step.Sent(definition.Id), "it is written down there"));
        var request = _view.RequestForEstablishing(definition);
        foreach (var webhook in _view.Webhooks.Where(webhook => webhook.FailsClosed && webhook.Intercepts(request))) NeedAnswer(definition, served, webhook);
    }

    private void AddUnknownKind(Resource resource, Need.KindServed need)
    {
        var maker = _kindMakers.Find(wanted => KnownControllers.MakesKind(wanted, resource.Id));
        if (maker is null) Open(resource, need);
        else Need(resource, new Step.Sent(maker.Id), need with { Because = $"its kind is defined at run time, by the controller of {maker.Id}", Maker = maker.Id, Openers = ControllersOf(maker) });
    }

    private IReadOnlyList<ResourceId> ControllersOf(Resource maker) => [.. _view.Templates.Where(template => KnownControllers.ActsOn(template, maker)).Select(template => template.Workload.Id)];

    // Written in another version than it is stored in, an object goes through the conversion webhook first.
    private void AddConversion(Resource resource, Resource definition)
    {
        var stored = definition.At("spec").Items("versions").FirstOrDefault(version => version.Member("storage") is { ValueKind: System.Text.Json.JsonValueKind.True });
        if (stored.ValueKind == System.Text.Json.JsonValueKind.Undefined || stored.Text("name") == resource.Id.Version) return;
        if (AdmissionWebhook.ConversionOf(definition) is { } webhook) NeedAnswer(resource, new Step.Sent(resource.Id), webhook);
    }

    private void AddReferences(Resource resource)
    {
        if (resource.At("roleRef") is { } role && resource.Id.Group == "rbac.authorization.k8s.io" && role.Text("kind") is { } kind && role.Text("name") is { } name)
            NeedIfWanted(resource, new ResourceId("rbac.authorization.k8s.io", "v1", kind, kind == "Role" ? resource.Id.Namespace : null, name), "a binding is checked against its role");
        if (resource.Id is { Group: "", Kind: "Pod" } && PodTemplate.Of(resource) is { } pod)
        {
            foreach (var id in pod.Needs().Where(id => id.Kind is "ServiceAccount" or "PriorityClass" or "RuntimeClass")) NeedIfWanted(resource, id, "a Pod is only accepted with it");
        }
    }

    private void AddDependsOn(Resource resource)
    {
        if (resource.Annotation(DependsOn.Annotation) is not { } text) return;
        foreach (var entry in DependsOn.Parse(text))
        {
            if (entry.Object is not { } id) _problems.Add($"{resource.Id}: {DependsOn.Annotation}: '{entry.Text}' is no object.", resource.Source, "Write group/namespaces/namespace/Kind/name, or group/Kind/name for cluster-scoped kinds.");
            else if (_view.Find(id) is { } other) Need(resource, Ready(other), new Need.ObjectThere(id, UntilReady: true, $"{DependsOn.Annotation} says so"));
            else if (!_view.IsLive(id)) _problems.Add($"{resource.Id}: {DependsOn.Annotation} names {id}, which is not among the manifests.", resource.Source, "Add it, or take the annotation away.");
        }
    }

    private void AddConfigConnector(Resource resource)
    {
        foreach (var (needed, because) in _configConnector.Of(resource))
        {
            var need = new Need.ObjectThere(needed.Id, UntilReady: true, because);
            if (_view.Find(needed.Id) is not null) Need(resource, Ready(needed), need);
            else Open(resource, need);
        }
    }

    private void AddWebhooks(Resource resource)
    {
        var request = _view.RequestFor(resource);
        foreach (var webhook in _view.Webhooks.Where(webhook => webhook.FailsClosed && webhook.Intercepts(request))) NeedAnswer(resource, new Step.Sent(resource.Id), webhook);
    }

    private void AddPods(PodTemplate template)
    {
        var started = new Step.Started(template.Workload.Id);
        _waits.Add(new Wait(started, new Step.Sent(template.Workload.Id), "it makes them"));
        foreach (var id in template.Needs().Distinct())
        {
            if (_view.Find(id) is not null) _waits.Add(new Wait(started, new Step.Sent(id), "a Pod cannot start without it"));
            else if (id.Kind == "Secret" && _certManager.MakerOf(id) is { } certificate) _waits.Add(new Wait(started, new Step.Issued(certificate.Id), $"a Pod cannot start without Secret {id.Name}"));
        }

        var request = _view.RequestForPod(template);
        foreach (var webhook in _view.Webhooks.Where(webhook => webhook.FailsClosed && webhook.Intercepts(request))) NeedAnswer(template.Workload, started, webhook);
    }

    private void AddGate(Step answers, AdmissionWebhook webhook)
    {
        // What the cluster has already is taken to work: it held before this set, and waiting for its own backend could only be a circle.
        var standsAlready = _view.IsLive(webhook.Configuration.Id) && (webhook.Service is null || _view.IsLive(webhook.Service));
        if (_view.Find(webhook.Configuration.Id) is not null) _waits.Add(new Wait(answers, new Step.Sent(webhook.Configuration.Id), "the webhook is written down there"));
        if (standsAlready) return;
        if (webhook.Service is not null && _view.Find(webhook.Service) is { } service) AddService(answers, service);
        if (_certManager.BundleOf(webhook.Configuration) is { } bundle) AddAll(_certManager.Filling(answers, bundle.Certificate));
        foreach (var read in _view.Wanted.Where(wanted => KnownControllers.IsReadBy(webhook, wanted))) _waits.Add(new Wait(answers, new Step.Sent(read.Id), "the webhook's program reads it when it starts"));
    }

    private void AddService(Step answers, Resource service)
    {
        _waits.Add(new Wait(answers, new Step.Sent(service.Id), "requests go there"));
        foreach (var template in _view.Behind(service)) _waits.Add(new Wait(answers, new Step.Started(template.Workload.Id), $"they are behind {service.Id}"));
    }

    private IReadOnlyList<ResourceId> BehindApi(Resource api) =>
        _view.Find(ServiceOf(api)) is { } service ? [.. _view.Behind(service).Select(template => template.Workload.Id)] : [];

    private static ResourceId ServiceOf(Resource api) => new("", "v1", "Service", api.Text("spec", "service", "namespace"), api.Text("spec", "service", "name") ?? "");

    private void AddApiGate(Resource api, Step answers)
    {
        _waits.Add(new Wait(answers, new Step.Sent(api.Id), "the API is written down there"));
        if (_view.Find(ServiceOf(api)) is { } service) AddService(answers, service);
    }

    private void NeedAnswer(Resource resource, Step step, AdmissionWebhook webhook)
    {
        var answers = new Step.Answers(webhook.Configuration.Id, webhook.Name);
        _gates.TryAdd(answers, webhook);
        if (!_needs.TryGetValue(webhook, out var need)) _needs[webhook] = need = Describe(webhook);
        _waits.Add(new Wait(step, answers, WebhookWords.Short(webhook), need));
        RequireService(resource, webhook);
    }

    private void RequireService(Resource resource, AdmissionWebhook webhook)
    {
        if (!_view.KnowsCluster || webhook.Service is null || _view.Find(webhook.Service) is not null || _view.IsLive(webhook.Service)) return;
        _problems.Add(
            $"{resource.Id}: {webhook.Configuration.Id} has {webhook.Service} {Verb(webhook)} it, and there is no such Service, neither in the cluster nor among the manifests.",
            resource.Source,
            $"Bring the Service, or remove what is left of it: kubectl delete {_view.Kinds.Of(webhook.Configuration.Id).Plural} {webhook.Configuration.Id.Name}");
    }

    private static string Verb(AdmissionWebhook webhook) => webhook.Does switch
    {
        "converts" => "convert",
        "changes" => "change",
        _ => "check",
    };

    private Need.WebhookAnswers Describe(AdmissionWebhook webhook)
    {
        var service = webhook.Service is null ? null : _view.Find(webhook.Service);
        var workload = service is null ? null : _view.Behind(service).Select(template => template.Workload.Id).FirstOrDefault();
        return new Need.WebhookAnswers(webhook.Configuration.Id, webhook.Name, webhook.Service, workload, WebhookWords.Of(webhook, workload, _certManager.BundleOf(webhook.Configuration)?.Words))
        {
            Openers = [.. Openers(webhook, []).Distinct().Where(id => id != workload)],
        };
    }

    private IEnumerable<ResourceId> Openers(AdmissionWebhook webhook, HashSet<AdmissionWebhook> seen)
    {
        if (!seen.Add(webhook)) return [];
        var bundle = _certManager.BundleOf(webhook.Configuration);
        List<ResourceId> certificates = bundle?.Certificate is { } issued ? [issued.Id] : [];
        var behind = webhook.Service is not null && _view.Find(webhook.Service) is { } service ? _view.Behind(service) : [];
        certificates.AddRange(behind.SelectMany(template => template.Needs()).Where(id => id.Kind == "Secret").Select(_certManager.MakerOf).OfType<Resource>().Select(c => c.Id));
        var injectors = behind.SelectMany(template => _view.Webhooks.Where(other => other.FailsClosed && other.Intercepts(_view.RequestForPod(template))));
        return
        [
            .. behind.Select(template => template.Workload.Id), .. injectors.SelectMany(other => Openers(other, seen)).ToList(),
            .. bundle is null && certificates.Count == 0 ? [] : _certManager.Workloads, .. certificates,
        ];
    }

    private Step Ready(Resource resource) =>
        PodTemplate.Of(resource) is { RunsAtOnce: true } ? new Step.Started(resource.Id)
        : CertManager.IsCertificate(resource) ? new Step.Issued(resource.Id)
        : resource.Id is { Group: "apiextensions.k8s.io", Kind: "CustomResourceDefinition" } ? new Step.Served(resource.Id)
        : new Step.Sent(resource.Id);

    private void NeedIfWanted(Resource resource, ResourceId id, string because)
    {
        if (_view.Find(id) is not null) Need(resource, new Step.Sent(id), new Need.ObjectThere(id, UntilReady: false, because));
    }

    private void Need(Resource resource, Step step, Need need)
    {
        _waits.Add(new Wait(new Step.Sent(resource.Id), step, need.Because, need));
        if (step is Step.Answers && need is Need.ApiAvailable api) AddApiGate(_view.Find(api.ApiService)!, step);
    }

    private void Open(Resource resource, Need need)
    {
        if (!_openNeeds.TryGetValue(resource.Id, out var needs)) _openNeeds[resource.Id] = needs = [];
        needs.Add(need);
    }

    private void AddAll(IEnumerable<Wait> waits)
    {
        foreach (var wait in waits) _waits.Add(wait);
    }

    private static (string Group, string Version) ServedBy(Resource api) => (api.Text("spec", "group") ?? "", api.Text("spec", "version") ?? "");
}
