using System.Text.Json.Nodes;
using LocalCloud.Controllers.Certificates;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Operators;

/// <summary>cert-manager's webhook makes its own CA; the injector then puts it into the webhook's configurations.</summary>
internal sealed class CertManagerWebhook(ClusterView view, SimulationOptions simulation) : IController
{
    private readonly Countdown _countdown = new(view);

    public string Name => CertManager.Webhook;

    public IEnumerable<Watch> Watches =>
    [
        new Watch(Kinds.Deployment, change => change.Key.Name == CertManager.Webhook ? [change.Key] : []),
        new Watch(Kinds.Secret, change => change.Key.Name == SecretName && change.IsGone ? [new ObjectKey(Kinds.Deployment, change.Key.Namespace, CertManager.Webhook)] : []),
    ];

    private static string SecretName => CertManager.Webhook + "-ca";

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.HomeOf(CertManager.Webhook) is not { } home || view.Get(Kinds.Secret, home, SecretName) is not null) return default;
        if (_countdown.Left(key.ToString(), SecretName, simulation.Delays.Operator) is { } wait) return new(wait);
        _countdown.Reset(key.ToString(), SecretName);
        view.Create(Name, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = SecretName, ["namespace"] = home, ["annotations"] = new JsonObject { ["cert-manager.io/allow-direct-injection"] = "true" } },
            ["data"] = CertificateMaker.SelfSigned(CertificateWish.ForCa("cert-manager-webhook-ca"), view.Now),
        });
        return default;
    }
}
