using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Certificates;

/// <summary>cert-manager's injector: puts the CA of a certificate where an annotation asks for it; only while it runs.</summary>
internal sealed class CaInjector(ClusterView view, SimulationOptions simulation) : IController
{
    private const string FromCertificate = "cert-manager.io/inject-ca-from";
    private const string FromSecret = "cert-manager.io/inject-ca-from-secret";
    private const string FromServer = "cert-manager.io/inject-apiserver-ca";

    private readonly Dictionary<ObjectKey, string> _wishes = [];
    private readonly Countdown _countdown = new(view);

    public string Name => CertManager.Injector;

    public IEnumerable<Watch> Watches =>
    [
        .. CaBundles.Carriers.Select(Watch.Own),
        new Watch(Kinds.Certificate, change => WishingFrom(change.Key.Namespace)),
        new Watch(Kinds.Secret, change => WishingFrom(change.Key.Namespace)),
        new Watch(Kinds.Deployment, change => change.Key.Name == CertManager.Injector ? [.. _wishes.Keys] : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } target || Wish(target) is not { } wish)
        {
            _wishes.Remove(key);
            return default;
        }

        _wishes[key] = wish;
        if (view.HomeOf(CertManager.Injector) is null || Ca(target) is not { } ca || CaBundles.Have(target, ca)) return default;
        if (_countdown.Left(ClusterView.Uid(target), ca, simulation.Delays.Operator) is { } wait) return new(wait);
        view.Edit(Name, target, copy => CaBundles.Fill(copy, ca));
        return default;
    }

    private static string? Wish(JsonObject target) =>
        ClusterView.Annotation(target, FromCertificate) ?? ClusterView.Annotation(target, FromSecret) ?? (ClusterView.Annotation(target, FromServer) == "true" ? FromServer : null);

    private string? Ca(JsonObject target)
    {
        if (ClusterView.Annotation(target, FromCertificate) is { } certificate) return OfCertificate(certificate.Split('/', 2));
        if (ClusterView.Annotation(target, FromSecret) is { } secret) return OfSecret(secret.Split('/', 2));
        return Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(view.CaPem));
    }

    private string? OfCertificate(string[] name) =>
        name.Length == 2
        && view.Get(Kinds.Certificate, name[0], name[1]) is { } certificate && Conditions.IsTrue(certificate, "Ready")
        && view.Get(Kinds.Secret, name[0], Json.Text(certificate, "spec", "secretName") ?? "") is { } secret
        && ClusterView.Annotation(secret, "cert-manager.io/certificate-name") == name[1]
            ? Json.Text(secret, "data", "ca.crt") : null;

    private string? OfSecret(string[] name) =>
        name.Length == 2 && view.Get(Kinds.Secret, name[0], name[1]) is { } secret && ClusterView.Annotation(secret, "cert-manager.io/allow-direct-injection") == "true"
            ? Json.Text(secret, "data", "ca.crt") : null;

    /// <summary>A certificate's Secret has another name than the certificate, so the namespace has to do.</summary>
    private IEnumerable<ObjectKey> WishingFrom(string home) =>
        [.. _wishes.Where(pair => pair.Value.StartsWith(home + "/", StringComparison.Ordinal)).Select(pair => pair.Key)];
}
