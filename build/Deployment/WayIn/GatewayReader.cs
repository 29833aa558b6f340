using System.Globalization;
using System.Text.Json;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Gcp.Iap;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>Finds the way in: the Ingress that leads to the mesh's gateway.</summary>
/// <param name="host">Host of the installation, which decides where several Ingresses lead to gateways.</param>
internal sealed class GatewayReader(ClusterDoor door, string host)
{
    private const string BackendsAnnotation = "ingress.kubernetes.io/backends";
    private const string ProxyContainer = "istio-proxy";

    private readonly KubeObjects _objects = new(door);

    /// <summary>Looks; null when nothing leads to a gateway (yet).</summary>
    /// <exception cref="UsageException">Several Ingresses do, and none of them is for the host.</exception>
    public async Task<Gateway?> FindAsync(CancellationToken cancellation)
    {
        var table = await door.Kinds.TableAsync(cancellation);
        var found = new List<(Resource Ingress, Resource Service, JsonElement Reference)>();
        foreach (var ingress in await ListAsync(table, "networking.k8s.io", "Ingress", null, cancellation))
        {
            foreach (var reference in References(ingress).DistinctBy(r => r.Text("name")))
            {
                if (await GetAsync(table, "", "Service", ingress.Id.Namespace!, reference.Text("name") ?? "", cancellation) is { } service
                    && service.Text("spec", "selector", Gateway.Label) == Gateway.LabelValue)
                {
                    found.Add((ingress, service, reference));
                }
            }
        }

        return Choose(found) is { } chosen ? await ReadAsync(table, chosen.Ingress, chosen.Service, chosen.Reference, cancellation) : null;
    }

    private (Resource Ingress, Resource Service, JsonElement Reference)? Choose(List<(Resource Ingress, Resource Service, JsonElement Reference)> found)
    {
        if (found.Count <= 1) return found.Count == 0 ? null : found[0];
        var ours = found.Where(f => HostOf(f.Ingress) == host).ToList();
        return ours is [var only]
            ? only
            : throw new UsageException($"Several Ingresses lead to a gateway of the mesh: {string.Join(", ", found.Select(f => $"{f.Ingress.Id.Namespace}/{f.Ingress.Id.Name} ({HostOf(f.Ingress) ?? "any host"})"))}.",
                $"Let exactly one of them have the host {host}.");
    }

    private async Task<Gateway?> ReadAsync(KindTable table, Resource ingress, Resource service, JsonElement reference, CancellationToken cancellation)
    {
        if (PortOf(service, reference) is not { } port) return null;
        var ns = service.Id.Namespace!;
        var pods = await PodsAsync(table, service, cancellation);
        var isNative = IsNative(service);
        var named = Backends(ingress);
        var configName = ConfigName(service, port);
        var address = ingress.At("status", "loadBalancer").Items("ingress").Select(entry => entry.Text("ip")).OfType<string>().FirstOrDefault();
        var backend = new BackendOf(ns, service.Id.Name)
        {
            Ports = [.. new[] { port.Text("name"), Words(port.Number("port")) }.OfType<string>()], NodePort = isNative ? null : port.Number("nodePort"), Named = named,
        };
        return new Gateway(ingress, service, backend, PodPort(port, pods))
        {
            Host = HostOf(ingress),
            Address = address,
            ConfigName = configName,
            Config = configName is null ? null : await GetAsync(table, "cloud.google.com", "BackendConfig", ns, configName, cancellation),
            Wanted = Wanted(service, pods, isNative),
            Certificates = await CertificatesAsync(table, ingress, cancellation),
            Complaint = address is null || named.Count == 0 ? await ComplaintAsync(table, ingress, cancellation) : null,
        };
    }

    private static IEnumerable<JsonElement> References(Resource ingress) =>
        new[] { ingress.At("spec", "defaultBackend", "service") }
            .Concat(ingress.At("spec").Items("rules").SelectMany(rule => rule.Member("http").Items("paths")).Select(path => path.Member("backend").Member("service")))
            .OfType<JsonElement>();

    private static string? HostOf(Resource ingress) => ingress.At("spec").Items("rules").Select(rule => rule.Text("host")).OfType<string>().FirstOrDefault(text => text.Length > 0);

    private static JsonElement? PortOf(Resource service, JsonElement reference)
    {
        var wanted = reference.Member("port");
        var found = service.At("spec").Items("ports").Where(port => wanted.Text("name") is { } name ? port.Text("name") == name : port.Number("port") == wanted?.Number("number")).ToList();
        return found.Count > 0 ? found[0] : null;
    }

    // The annotation says it for each port, by name or by number, or for all.
    private static string? ConfigName(Resource service, JsonElement port)
    {
        var annotation = Parse(service.Annotation("cloud.google.com/backend-config") ?? service.Annotation("beta.cloud.google.com/backend-config"));
        var ports = annotation.Member("ports");
        return ports.Text(port.Text("name") ?? "") ?? ports.Text(Words(port.Number("port")) ?? "") ?? annotation.Text("default");
    }

    private static bool IsNative(Resource service) => Parse(service.Annotation("cloud.google.com/neg")).Member("ingress") is { ValueKind: JsonValueKind.True };

    private static IReadOnlyCollection<string> Backends(Resource ingress) =>
        Parse(ingress.Annotation(BackendsAnnotation)) is { ValueKind: JsonValueKind.Object } map ? [.. map.EnumerateObject().Select(b => b.Name)] : [];

    private static long PodPort(JsonElement port, IReadOnlyList<Resource> pods)
    {
        if (port.Number("targetPort") is { } number) return number;
        var name = port.Text("targetPort");
        var byName = pods.SelectMany(pod => pod.At("spec").Items("containers")).SelectMany(container => container.Items("ports"))
            .Where(p => name is not null && p.Text("name") == name).Select(p => p.Number("containerPort")).OfType<long>().ToList();
        return byName.Count > 0 ? byName[0] : port.Number("port") ?? 0;
    }

    // The gateway says itself, in the readiness probe of its proxy, what to ask it. The load balancer reaches that port of the Pods
    // through a node port of the Service, or directly.
    private static HealthCheck? Wanted(Resource service, IReadOnlyList<Resource> pods, bool isNative)
    {
        var containers = pods.SelectMany(pod => pod.At("spec").Items("containers")).Where(c => c.Member("readinessProbe").Member("httpGet") is not null).ToList();
        if (containers.Count == 0) return null;
        var container = containers.Find(c => c.Text("name") == ProxyContainer) is { ValueKind: JsonValueKind.Object } proxy ? proxy : containers[0];
        var probe = container.Member("readinessProbe").Member("httpGet")!.Value;
        var port = probe.Number("port") ?? container.Items("ports").Where(p => p.Text("name") == probe.Text("port")).Select(p => p.Number("containerPort")).FirstOrDefault();
        var path = probe.Text("path") ?? "/";
        if (isNative) return port is { } direct ? new HealthCheck(direct, path) : null;
        var opened = service.At("spec").Items("ports").Where(p => (p.Number("targetPort") ?? p.Number("port")) == port || p.Text("name") == "status-port").Select(p => p.Number("nodePort")).OfType<long>().ToList();
        return opened.Count > 0
            ? new HealthCheck(opened[0], path)
            : throw new DeployException($"{service.Id}: it opens no node port for {port} of its Pods, which their readiness probe asks: the load balancer cannot ask it.", "Add a port 'status-port' with that targetPort to the Service, and make it of type NodePort.");
    }

    private async Task<IReadOnlyList<Resource>> PodsAsync(KindTable table, Resource service, CancellationToken cancellation)
    {
        var selector = string.Join(',', service.At("spec", "selector").Texts().Select(label => $"{label.Key}={label.Value}"));
        return (await _objects.ListAsync(table.Find("", "Pod")!, service.Id.Namespace, new ListQuery { LabelSelector = selector }, cancellation)).Items;
    }

    private async Task<IReadOnlyList<(string Name, Resource? Live)>> CertificatesAsync(KindTable table, Resource ingress, CancellationToken cancellation)
    {
        var certificates = new List<(string, Resource?)>();
        foreach (var name in (ingress.Annotation("networking.gke.io/managed-certificates") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            certificates.Add((name, await GetAsync(table, "networking.gke.io", "ManagedCertificate", ingress.Id.Namespace!, name, cancellation)));
        return certificates;
    }

    private async Task<string?> ComplaintAsync(KindTable table, Resource ingress, CancellationToken cancellation)
    {
        var events = await _objects.ListAsync(table.Find("", "v1", "Event")!, ingress.Id.Namespace, new ListQuery { FieldSelector = $"involvedObject.name={ingress.Id.Name},involvedObject.kind=Ingress" }, cancellation);
        var last = events.Items.Where(e => e.Text("involvedObject", "name") == ingress.Id.Name && e.Text("type") is "Warning" or "Normal")
            .OrderBy(e => e.Text("lastTimestamp") ?? e.Text("eventTime") ?? e.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).LastOrDefault();
        return last?.Text("type") == "Warning" ? last.Text("message") : null;
    }

    private async Task<IReadOnlyList<Resource>> ListAsync(KindTable table, string group, string kind, string? ns, CancellationToken cancellation) =>
        table.Find(group, kind) is { } served ? (await _objects.ListAsync(served, ns, new ListQuery(), cancellation)).Items : [];

    private async Task<Resource?> GetAsync(KindTable table, string group, string kind, string ns, string name, CancellationToken cancellation) =>
        table.Find(group, kind) is { } served && name.Length > 0 ? await _objects.GetAsync(served, ns, name, cancellation) : null;

    private static JsonElement? Parse(string? annotation)
    {
        if (annotation is null) return null;
        try
        {
            return JsonElement.Parse(annotation);
        }
        catch (JsonException)
        {
            // What is no JSON says nothing; the ingress controller complains about it in its own words.
            return null;
        }
    }

    private static string? Words(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
