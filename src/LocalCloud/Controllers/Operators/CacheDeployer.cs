using System.Text.Json.Nodes;
using LocalCloud.Controllers.Certificates;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Operators;

/// <summary>Kubeflow Pipelines' cache deployer: makes the certificate of the cache server, which waits for it, and the webhook.</summary>
internal sealed class CacheDeployer(ClusterView view, SimulationOptions simulation) : IController
{
    private const string Workload = "cache-deployer-deployment";
    private const string SecretName = "webhook-server-tls";

    private readonly Countdown _countdown = new(view);

    public string Name => "cache-deployer";

    public IEnumerable<Watch> Watches => [new Watch(Kinds.Deployment, change => change.Key.Name == Workload ? [change.Key] : [])];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } deployer || Json.Number(deployer, "status", "readyReplicas") is not > 0 || view.Get(Kinds.Secret, key.Namespace, SecretName) is not null) return default;
        if (_countdown.Left(ClusterView.Uid(deployer), SecretName, simulation.Delays.Operator) is { } wait) return new(wait);
        var pair = CertificateMaker.SelfSigned(CertificateWish.ForService("cache-server", key.Namespace), view.Now);
        view.Create(Name, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = SecretName, ["namespace"] = key.Namespace },
            ["data"] = new JsonObject { ["cert.pem"] = Json.Text(pair, "tls.crt"), ["key.pem"] = Json.Text(pair, "tls.key") },
        });
        view.Ensure(Name, Webhook(key.Namespace, Json.Text(pair, "ca.crt")));
        return default;
    }

    private static JsonObject Webhook(string home, string? ca) => new()
    {
        ["apiVersion"] = "admissionregistration.k8s.io/v1",
        ["kind"] = "MutatingWebhookConfiguration",
        ["metadata"] = new JsonObject { ["name"] = $"cache-webhook-{home}" },
        ["webhooks"] = new JsonArray(new JsonObject
        {
            ["name"] = $"cache-server.{home}.svc",
            ["clientConfig"] = new JsonObject { ["service"] = new JsonObject { ["name"] = "cache-server", ["namespace"] = home, ["path"] = "/mutate" }, ["caBundle"] = ca },
            ["failurePolicy"] = "Ignore",
            ["rules"] = new JsonArray(new JsonObject { ["operations"] = new JsonArray("CREATE"), ["apiGroups"] = new JsonArray(""), ["apiVersions"] = new JsonArray("v1"), ["resources"] = new JsonArray("pods") }),
            ["sideEffects"] = "None",
            ["timeoutSeconds"] = 5L,
            ["objectSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["pipelines.kubeflow.org/cache_enabled"] = "true" } },
            ["admissionReviewVersions"] = new JsonArray("v1beta1", "v1"),
        }),
    };
}
