using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Certificates;

/// <summary>cert-manager's issuers: ready when they could sign; only while cert-manager runs.</summary>
internal sealed class IssuerController(ClusterView view, SimulationOptions simulation) : IController
{
    private readonly Countdown _countdown = new(view);

    public string Name => CertManager.Controller;

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Issuer),
        Watch.Own(Kinds.ClusterIssuer),
        new Watch(Kinds.Secret, change => All(change.Key.Name)),
        new Watch(Kinds.Deployment, change => change.Key.Name == CertManager.Controller ? All(null) : []),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.HomeOf(CertManager.Controller) is not { } home || view.Get(key) is not { } issuer || ClusterView.IsBeingDeleted(issuer)) return default;
        if (_countdown.Left(ClusterView.Uid(issuer), "ready", simulation.Delays.Operator) is { } wait) return new(wait);
        var (isReady, reason, message) = Look(issuer, home);
        view.EditStatus(Name, issuer, status => Conditions.Set(status, "Ready", isReady, reason, message, view.Stamp, observedGeneration: ClusterView.Generation(issuer)));
        return default;
    }

    private (bool, string, string) Look(JsonObject issuer, string home)
    {
        if (Json.Text(issuer, "spec", "ca", "secretName") is { } secret)
        {
            var found = view.Get(Kinds.Secret, CertManager.SecretsOf(issuer, home), secret);
            if (found is null) return (false, "ErrGetKeyPair", $"Error getting keypair for CA issuer: secrets \"{secret}\" not found");
            return CertificateMaker.IsPair(Json.Map(found, "data"))
                ? (true, "KeyPairVerified", "Signing CA verified")
                : (false, "ErrInvalidKeyPair", "Error getting keypair for CA issuer: no data for \"tls.crt\" in secret");
        }

        return Json.Map(issuer, "spec", "acme") is not null
            ? (true, "ACMEAccountRegistered", "The ACME account was registered with the ACME server")
            : (true, "IsReady", "");
    }

    /// <summary>The issuers that sign with a Secret of this name; all of them without a name.</summary>
    private IEnumerable<ObjectKey> All(string? secret) => view.List(Kinds.Issuer).Concat(view.List(Kinds.ClusterIssuer))
        .Where(issuer => secret is null || Json.Text(issuer, "spec", "ca", "secretName") == secret).Select(ClusterView.KeyOf);
}
