using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Kube.Documents;
using LocalCloud.Simulation;

namespace LocalCloud.Controllers.Networking;

/// <summary>
/// GKE's Ingress controller: an address (the reserved one that an annotation names), a backend service in Google Cloud for
/// every Service, their health, and all of it written back as annotations.
/// </summary>
internal sealed class IngressController(ClusterView view, EventRecorder events, SimulationOptions simulation, GoogleWorld world) : IController
{
    private const string Finalizer = "networking.gke.io/ingress-finalizer-V2";
    private const string StaticIp = "kubernetes.io/ingress.global-static-ip-name";
    private const string Backends = "ingress.kubernetes.io/backends";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Countdown _countdown = new(view);

    public string Name => "loadbalancer-controller";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.Ingress),
        new Watch(Kinds.Service, change => In(change.Key.Namespace)),
        new Watch(Kinds.Endpoints, change => In(change.Key.Namespace)),
        new Watch(Kinds.BackendConfig, change => In(change.Key.Namespace)),
        new Watch(Kinds.Secret, change => In(change.Key.Namespace)),
    ];

    private string Project => view.Key.Project;

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } ingress || !IsOurs(ingress)) return default;
        if (ClusterView.IsBeingDeleted(ingress))
        {
            TakeDown(ingress);
            return default;
        }

        try
        {
            return new(Sync(Finalizers.Add(view, Name, ingress, Finalizer)));
        }
        catch (IngressProblem problem)
        {
            events.Warning(Name, ingress, problem.Reason, problem.Message);
            return new(Retry);
        }
    }

    private TimeSpan? Sync(JsonObject ingress)
    {
        var backends = IngressTranslation.Read(view, ingress);
        foreach (var backend in backends) RequireSecret(backend);
        var address = Address(ingress);
        if (_countdown.Left(ClusterView.Uid(ingress), "address", simulation.Delays.Ingress) is { } wait) return wait;
        foreach (var backend in backends) world.BackendServices.Ensure(Project, backend.Name, backend.Body(ClientOf(backend)));
        TimeSpan? again = null;
        var health = new JsonObject();
        foreach (var backend in backends.DistinctBy(backend => backend.Name))
        {
            var (isHealthy, left) = Health(backend);
            health[backend.Name] = isHealthy ? "HEALTHY" : "UNHEALTHY";
            again = left ?? again;
        }

        RemoveOthers(ingress, backends);
        Write(ingress, address, health);
        return again;
    }

    private (bool IsHealthy, TimeSpan? Left) Health(IngressBackend backend)
    {
        var home = ClusterView.Namespace(backend.Service);
        var pods = view.Select(Kinds.Pod, home, Json.TextMap(backend.Service, "spec", "selector")).Where(Workloads.Pods.IsReady).ToList();
        var isFit = pods.Count > 0 && backend.ChecksTheRightPlace(pods);
        if (!isFit) _countdown.Reset(backend.Name, "health");
        var left = isFit ? _countdown.Left(backend.Name, "health", simulation.Delays.BackendHealth) : null;
        var isHealthy = isFit && left is null;
        world.BackendServices.SetHealth(Project, backend.Name, [.. Enumerable.Repeat(isHealthy ? "HEALTHY" : "UNHEALTHY", pods.Count)]);
        return (isHealthy, left);
    }

    private void RequireSecret(IngressBackend backend)
    {
        if (backend.OAuthSecret is not { } name) return;
        var home = ClusterView.Namespace(backend.Service);
        if (view.Get(Kinds.Secret, home, name) is not { } secret)
            throw new IngressProblem("Sync", $"Error syncing to GCP: error running backend syncing routine: secret \"{name}\" does not exist in namespace \"{home}\"");
        foreach (var key in (ReadOnlySpan<string>)["client_id", "client_secret"])
        {
            if (Json.Text(secret, "data", key) is not { Length: > 0 })
                throw new IngressProblem("Sync", $"Error syncing to GCP: error running backend syncing routine: secret \"{name}\" missing {key} data");
        }
    }

    /// <summary>
    /// The OAuth client of a backend. Taking the Secret out of a BackendConfig does not lead to Google's own client: the backend keeps
    /// the one it had (kubernetes/ingress-gce#2924).
    /// </summary>
    private string? ClientOf(IngressBackend backend)
    {
        if (!backend.HasIap) return null;
        if (backend.OAuthSecret is { } name && view.Get(Kinds.Secret, ClusterView.Namespace(backend.Service), name) is { } secret)
            return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Json.Text(secret, "data", "client_id")!));
        return Json.Text(world.BackendServices.Find(Project, backend.Name)?.Body, "iap", "oauth2ClientId");
    }

    private string Address(JsonObject ingress)
    {
        if (ClusterView.Annotation(ingress, StaticIp) is not { } name)
            return $"198.51.100.{1 + Names.Number($"{view.Key}/{ClusterView.Namespace(ingress)}/{ClusterView.Name(ingress)}/ingress", 253)}";
        if (world.Addresses.Find(Project, "global", name) is not { } reserved)
            throw new IngressProblem("Sync", $"Error syncing to GCP: error running load balancer syncing routine: loadbalancer {LoadBalancer(ingress)} does not exist: the given static IP name {name} doesn't translate to an existing static IP.");
        var rule = $"https://www.googleapis.com/compute/v1/projects/{Project}/global/forwardingRules/k8s2-fs-{LoadBalancer(ingress)}";
        if (!reserved.Users.Contains(rule)) world.Addresses.SetUsers(reserved, [.. reserved.Users, rule]);
        return reserved.Ip;
    }

    private void Write(JsonObject ingress, string address, JsonObject health)
    {
        var balancer = LoadBalancer(ingress);
        ingress = view.Edit(Name, ingress, copy =>
        {
            var annotations = Json.Ensure(Json.Ensure(copy, "metadata"), "annotations");
            annotations[Backends] = Json.ToText(health);
            annotations["ingress.kubernetes.io/url-map"] = $"k8s2-um-{balancer}";
            annotations["ingress.kubernetes.io/https-forwarding-rule"] = $"k8s2-fs-{balancer}";
            annotations["ingress.kubernetes.io/https-target-proxy"] = $"k8s2-ts-{balancer}";
            if (Json.Text(annotations, "networking.gke.io/managed-certificates") is { } certificates)
                annotations["ingress.kubernetes.io/ssl-cert"] = string.Join(',', certificates.Split(',').Select(name => ManagedCertificateController.NameOf(view, ClusterView.Namespace(ingress), name.Trim())));
            if (Json.Text(annotations, "kubernetes.io/ingress.allow-http") == "false") return;
            annotations["ingress.kubernetes.io/forwarding-rule"] = $"k8s2-fr-{balancer}";
            annotations["ingress.kubernetes.io/target-proxy"] = $"k8s2-tp-{balancer}";
        });
        var wasNew = Json.List(ingress, "status", "loadBalancer", "ingress") is not { Count: > 0 };
        view.EditStatus(Name, ingress, status => status["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address }) });
        if (wasNew) events.Normal(Name, ingress, "IPChanged", $"IP is now {address}");
    }

    /// <summary>Backend services of Services that the Ingress no longer names.</summary>
    private void RemoveOthers(JsonObject ingress, IReadOnlyList<IngressBackend> backends)
    {
        foreach (var name in Named(ingress).Except(backends.Select(backend => backend.Name))) world.BackendServices.Remove(Project, name);
    }

    private void TakeDown(JsonObject ingress)
    {
        foreach (var name in Named(ingress)) world.BackendServices.Remove(Project, name);
        if (ClusterView.Annotation(ingress, StaticIp) is { } ip && world.Addresses.Find(Project, "global", ip) is { } reserved)
            world.Addresses.SetUsers(reserved, [.. reserved.Users.Where(user => !user.EndsWith($"k8s2-fs-{LoadBalancer(ingress)}", StringComparison.Ordinal))]);
        Finalizers.Remove(view, Name, ingress, Finalizer);
    }

    private static IEnumerable<string> Named(JsonObject ingress)
    {
        if (ClusterView.Annotation(ingress, Backends) is not { } text) return [];
        return JsonReading.ParseObject(System.Text.Encoding.UTF8.GetBytes(text)).Select(pair => pair.Key).ToList();
    }

    private string LoadBalancer(JsonObject ingress) => $"{IngressTranslation.ClusterHash(view)[..8]}-{ClusterView.Namespace(ingress)}-{ClusterView.Name(ingress)}-{Names.Hex($"{view.Key}/{ClusterView.Name(ingress)}", 8)}";

    private static bool IsOurs(JsonObject ingress) =>
        ClusterView.Annotation(ingress, "kubernetes.io/ingress.class") is null or "" or "gce" && Json.Text(ingress, "spec", "ingressClassName") is null or "gce";

    private IEnumerable<ObjectKey> In(string home) => view.List(Kinds.Ingress, home).Select(ClusterView.KeyOf);
}
