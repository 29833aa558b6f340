using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>What cert-manager does for webhooks: it issues their key pairs and fills in their CA bundles.</summary>
internal sealed class CertManager
{
    private readonly SetView _view;
    private readonly Dictionary<(string Namespace, string Secret), Resource> _bySecret;
    private readonly List<PodTemplate> _controllers;
    private readonly List<PodTemplate> _injectors;

    public CertManager(SetView view)
    {
        _view = view;
        _bySecret = view.Wanted.Where(IsCertificate)
            .Select(certificate => (Key: (certificate.Id.Namespace ?? "", certificate.Text("spec", "secretName") ?? ""), certificate))
            .DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.certificate);
        _controllers = [.. view.Templates.Where(template => KnownControllers.Runs(template, "cert-manager-controller"))];
        _injectors = [.. view.Templates.Where(template => KnownControllers.Runs(template, "cert-manager-cainjector"))];
    }

    /// <summary>The workloads of the set that issue certificates and fill in CA bundles.</summary>
    public IEnumerable<ResourceId> Workloads => _controllers.Concat(_injectors).Select(template => template.Workload.Id);

    public static bool IsCertificate(Resource resource) => resource.Id is { Group: "cert-manager.io", Kind: "Certificate" };

    /// <summary>The Certificate of the set that makes a Secret; null when none does.</summary>
    public Resource? MakerOf(ResourceId secret) => _bySecret.GetValueOrDefault((secret.Namespace ?? "", secret.Name));

    /// <summary>What issuing a Certificate of the set takes.</summary>
    public IEnumerable<Wait> Issuing(Resource certificate)
    {
        var issued = new Step.Issued(certificate.Id);
        yield return new Wait(issued, new Step.Sent(certificate.Id), "it is written down there");
        if (IssuerOf(certificate) is { } issuer) yield return new Wait(issued, new Step.Sent(issuer.Id), "it signs the certificate");
        foreach (var controller in _controllers) yield return new Wait(issued, new Step.Started(controller.Workload.Id), "it issues certificates");
    }

    /// <summary>How the CA bundle of a configuration (or CRD) gets there, in words, and the Certificate it comes from; null when cert-manager has no hand in it.</summary>
    public (string Words, Resource? Certificate)? BundleOf(Resource configuration)
    {
        if (configuration.Annotation("cert-manager.io/inject-ca-from") is { } from)
        {
            var parts = from.Split('/', 2);
            var id = new ResourceId("cert-manager.io", "v1", "Certificate", parts.Length == 2 ? parts[0] : null, parts[^1]);
            return ($"the CA bundle is filled in by cert-manager from Certificate {from}", _view.Find(id));
        }

        if (configuration.Annotation("cert-manager.io/inject-ca-from-secret") is { } secret)
            return ($"the CA bundle is filled in by cert-manager from Secret {secret}", null);
        return configuration.Annotation("cert-manager.io/inject-apiserver-ca") == "true" ? ("the CA bundle is filled in by cert-manager with the API server's own", null) : null;
    }

    /// <summary>What filling in a CA bundle takes.</summary>
    public IEnumerable<Wait> Filling(Step answers, Resource? certificate)
    {
        if (certificate is not null) yield return new Wait(answers, new Step.Issued(certificate.Id), "the CA bundle comes from there");
        foreach (var injector in _injectors) yield return new Wait(answers, new Step.Started(injector.Workload.Id), "it fills in the CA bundle");
    }

    private Resource? IssuerOf(Resource certificate)
    {
        if (certificate.At("spec", "issuerRef") is not { ValueKind: JsonValueKind.Object } reference || reference.Text("name") is not { } name) return null;
        var kind = reference.Text("kind") ?? "Issuer";
        return _view.Find(new ResourceId(reference.Text("group") ?? "cert-manager.io", "v1", kind, kind == "Issuer" ? certificate.Id.Namespace : null, name));
    }
}
