using System.Text.Json.Nodes;
using LocalCloud.Controllers.Certificates;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Operators;

/// <summary>Plays the controllers that fill in their own webhook configurations: the CA, the rules, the failure policy.</summary>
internal sealed class WebhookOperatorController(ClusterView view, SimulationOptions simulation) : IController
{
    private readonly Dictionary<ObjectKey, HashSet<string>> _namespaces = [];
    private readonly Countdown _countdown = new(view);

    public string Name => "webhook-operator";

    public IEnumerable<Watch> Watches =>
    [
        .. CaBundles.Carriers.Select(Watch.Own),
        new Watch(Kinds.Deployment, change => [.. _namespaces.Where(pair => pair.Value.Contains(change.Key.Namespace)).Select(pair => pair.Key)]),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } carrier || IsLeftToOthers(carrier))
        {
            _namespaces.Remove(key);
            return default;
        }

        var services = CaBundles.Places(carrier).Select(Target).Where(target => target.Service.Length > 0).Distinct().ToList();
        _namespaces[key] = services.Select(target => target.Namespace).ToHashSet(StringComparer.Ordinal);
        TimeSpan? again = null;
        foreach (var (home, service) in services)
        {
            if (Running(home, service) is { } found && Fill(carrier, home, found) is { } wait) again = again is null || wait < again ? wait : again;
        }

        return new(again);
    }

    private TimeSpan? Fill(JsonObject carrier, string home, WebhookOperator by)
    {
        bool IsOwn(JsonObject place) => Target(place) == (home, by.Service);
        if (Ca(home, by) is not { } ca) return null;
        if (CaBundles.Have(carrier, ca, IsOwn)) return null;
        if (_countdown.Left(ClusterView.Uid(carrier), by.Workload, simulation.Delays.Operator) is { } wait) return wait;
        view.Edit(by.Manager, view.Get(ClusterView.KeyOf(carrier)) ?? carrier, copy =>
        {
            CaBundles.Fill(copy, ca, IsOwn);
            RuntimeRules.Fill(copy);
            if (by.Workload == "istiod" && Json.Text(copy, "kind") == "ValidatingWebhookConfiguration") FailClosed(copy);
        });
        return null;
    }

    /// <summary>The CA in the operator's Secret, which it makes when there is none.</summary>
    private string? Ca(string home, WebhookOperator by)
    {
        if (Json.Text(view.Get(Kinds.Secret, home, by.Secret), "data", by.CaKey) is { Length: > 0 } known) return known;
        var pair = CertificateMaker.SelfSigned(CertificateWish.ForService(by.Service, home), view.Now);
        view.Ensure(by.Manager, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = by.Secret, ["namespace"] = home },
            ["data"] = new JsonObject
            {
                [by.CaKey] = Json.Text(pair, "ca.crt"),
                [by.CertificateKey] = Json.Text(pair, "tls.crt"),
                [by.PrivateKeyKey] = Json.Text(pair, "tls.key"),
            },
        });
        return Json.Text(pair, "ca.crt");
    }

    /// <summary>The operator behind a Service, if it runs.</summary>
    private WebhookOperator? Running(string home, string service)
    {
        var known = WebhookOperator.Known.FirstOrDefault(one => one.Service == service && IsRunning(view.Get(Kinds.Deployment, home, one.Workload)));
        if (known is not null) return known;
        var own = view.List(Kinds.Deployment, home).FirstOrDefault(one => ClusterView.Annotation(one, WebhookOperator.FillsAnnotation) == service && IsRunning(one));
        return own is null ? null : new WebhookOperator(ClusterView.Name(own), service, $"{service}-ca");
    }

    private static bool IsRunning(JsonObject? workload) => Json.Number(workload, "status", "readyReplicas") > 0;

    /// <summary>istiod starts open, and closes its validation once it can answer.</summary>
    private static void FailClosed(JsonObject copy)
    {
        foreach (var webhook in Json.Maps(copy, "webhooks")) webhook["failurePolicy"] = "Fail";
    }

    private static (string Namespace, string Service) Target(JsonObject place)
    {
        var service = Json.Map(place, "service");
        return (Json.Text(service, "namespace") ?? "", Json.Text(service, "name") ?? "");
    }

    /// <summary>Asked for by annotation: cert-manager's injector does it.</summary>
    private static bool IsLeftToOthers(JsonObject carrier) =>
        Json.TextMap(carrier, "metadata", "annotations").Keys.Any(name => name.StartsWith("cert-manager.io/inject-", StringComparison.Ordinal));
}
