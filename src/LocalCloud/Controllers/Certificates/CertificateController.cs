using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Certificates;

/// <summary>cert-manager's certificates: a Secret with a real certificate, once the issuer is ready; only while cert-manager runs.</summary>
internal sealed class CertificateController(ClusterView view, EventRecorder events, SimulationOptions simulation) : IController
{
    private const string CertificateName = "cert-manager.io/certificate-name";
    private const string AltNames = "cert-manager.io/alt-names";
    private const string CommonName = "cert-manager.io/common-name";
    private const string IssuerName = "cert-manager.io/issuer-name";

    private readonly Countdown _countdown = new(view);

    public string Name => CertManager.Controller;

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Certificate),
        Watch.Mapped(Kinds.Issuer, IssuedBy),
        Watch.Mapped(Kinds.ClusterIssuer, IssuedBy),
        new Watch(Kinds.Secret, change => view.List(Kinds.Certificate, change.Key.Namespace).Where(item => Json.Text(item, "spec", "secretName") == change.Key.Name).Select(ClusterView.KeyOf)),
        new Watch(Kinds.Deployment, change => change.Key.Name == CertManager.Controller ? view.List(Kinds.Certificate).Select(ClusterView.KeyOf) : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.HomeOf(CertManager.Controller) is not { } home || view.Get(key) is not { } certificate || ClusterView.IsBeingDeleted(certificate)) return default;
        var wish = Wish(certificate);
        if (Secret(certificate) is { } secret && IsFor(secret, certificate, wish)) SayReady(certificate);
        else return new(Issue(certificate, wish, home));
        return default;
    }

    private TimeSpan? Issue(JsonObject certificate, CertificateWish wish, string home)
    {
        certificate = SayIssuing(certificate);
        if (Issuer(certificate) is not { } issuer || !Conditions.IsTrue(issuer, "Ready")) return null;
        if (_countdown.Left(ClusterView.Uid(certificate), "issue", simulation.Delays.Certificate) is { } wait) return wait;
        _countdown.Reset(ClusterView.Uid(certificate), "issue");
        if (Sign(wish, issuer, home) is not { } data) return null;
        Write(certificate, wish, data);
        events.Normal(Name, certificate, "Issuing", "The certificate has been successfully issued");
        SayReady(view.Get(ClusterView.KeyOf(certificate)) ?? certificate);
        return null;
    }

    private JsonObject? Sign(CertificateWish wish, JsonObject issuer, string home)
    {
        if (Json.Text(issuer, "spec", "ca", "secretName") is not { } name) return CertificateMaker.SelfSigned(wish, view.Now);
        var data = Json.Map(view.Get(Kinds.Secret, CertManager.SecretsOf(issuer, home), name), "data");
        return CertificateMaker.IsPair(data) ? CertificateMaker.Signed(wish, view.Now, data!) : null;
    }

    private void Write(JsonObject certificate, CertificateWish wish, JsonObject data) => view.Ensure(Name, new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject
        {
            ["name"] = Json.Text(certificate, "spec", "secretName"),
            ["namespace"] = ClusterView.Namespace(certificate),
            ["annotations"] = new JsonObject
            {
                [CertificateName] = ClusterView.Name(certificate),
                [CommonName] = wish.CommonName,
                [AltNames] = string.Join(',', wish.DnsNames),
                ["cert-manager.io/ip-sans"] = string.Join(',', wish.Addresses),
                ["cert-manager.io/uri-sans"] = "",
                [IssuerName] = Json.Text(certificate, "spec", "issuerRef", "name"),
                ["cert-manager.io/issuer-kind"] = KindOfIssuer(certificate),
                ["cert-manager.io/issuer-group"] = Json.Text(certificate, "spec", "issuerRef", "group") ?? "",
            },
            ["labels"] = new JsonObject { ["controller.cert-manager.io/fao"] = "true" },
        },
        ["type"] = "kubernetes.io/tls",
        ["data"] = data,
    });

    private JsonObject SayIssuing(JsonObject certificate)
    {
        var (reason, message) = Secret(certificate) is null
            ? ("DoesNotExist", "Issuing certificate as Secret does not exist")
            : ("SecretMismatch", "Issuing certificate as Existing issued Secret is not up to date for spec");
        return view.EditStatus(Name, certificate, status =>
        {
            var generation = ClusterView.Generation(certificate);
            Conditions.Set(status, "Issuing", true, reason, message, view.Stamp, observedGeneration: generation);
            Conditions.Set(status, "Ready", false, reason, message, view.Stamp, observedGeneration: generation);
        });
    }

    private void SayReady(JsonObject certificate) => view.EditStatus(Name, certificate, status =>
    {
        var isNew = !Conditions.IsTrue(certificate, "Ready");
        Conditions.Remove(status, "Issuing");
        Conditions.Set(status, "Ready", true, "Ready", "Certificate is up to date and has not expired", view.Stamp, observedGeneration: ClusterView.Generation(certificate));
        if (!isNew) return;
        var duration = Wish(certificate).Duration;
        status["notBefore"] = view.Stamp;
        status["notAfter"] = ClusterView.StampOf(view.Now + duration);
        status["renewalTime"] = ClusterView.StampOf(view.Now + duration * 2 / 3);
        status["revision"] = (Json.Number(status, "revision") ?? 0) + 1;
    });

    private static bool IsFor(JsonObject secret, JsonObject certificate, CertificateWish wish) =>
        CertificateMaker.IsPair(Json.Map(secret, "data"))
        && ClusterView.Annotation(secret, CertificateName) == ClusterView.Name(certificate)
        && ClusterView.Annotation(secret, IssuerName) == Json.Text(certificate, "spec", "issuerRef", "name")
        && ClusterView.Annotation(secret, AltNames) == string.Join(',', wish.DnsNames)
        && ClusterView.Annotation(secret, CommonName) == wish.CommonName;

    private JsonObject? Secret(JsonObject certificate) => view.Get(Kinds.Secret, ClusterView.Namespace(certificate), Json.Text(certificate, "spec", "secretName") ?? "");

    private JsonObject? Issuer(JsonObject certificate)
    {
        var name = Json.Text(certificate, "spec", "issuerRef", "name") ?? "";
        return KindOfIssuer(certificate) == "ClusterIssuer" ? view.Get(Kinds.ClusterIssuer, "", name) : view.Get(Kinds.Issuer, ClusterView.Namespace(certificate), name);
    }

    private static string KindOfIssuer(JsonObject certificate) => Json.Text(certificate, "spec", "issuerRef", "kind") ?? "Issuer";

    private static CertificateWish Wish(JsonObject certificate)
    {
        var names = Json.Texts(certificate, "spec", "dnsNames").ToList();
        var duration = Durations.TryParse(Json.Text(certificate, "spec", "duration")) ?? TimeSpan.FromDays(90);
        return new CertificateWish(
            Json.Text(certificate, "spec", "commonName") ?? names.FirstOrDefault() ?? ClusterView.Name(certificate),
            names,
            [.. Json.Texts(certificate, "spec", "ipAddresses")],
            Json.Flag(certificate, "spec", "isCA") ?? false,
            duration);
    }

    private IEnumerable<ObjectKey> IssuedBy(JsonObject issuer)
    {
        var kind = Json.Text(issuer, "kind");
        return view.List(Kinds.Certificate, kind == "ClusterIssuer" ? null : ClusterView.Namespace(issuer))
            .Where(item => KindOfIssuer(item) == kind && Json.Text(item, "spec", "issuerRef", "name") == ClusterView.Name(issuer))
            .Select(ClusterView.KeyOf);
    }
}
