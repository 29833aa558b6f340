using System.Globalization;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Deployment.WayIn;

/// <summary>
/// Which way leads people to the dashboard, by what the package brings: its Ingress, the gateway of the mesh, the proxy that signs people
/// in, and only then the user interface itself. A way past whoever signs people in is none. Asks nobody.
/// </summary>
internal static class DashboardWays
{
    private const string Home = "kubeflow";
    private const string Interface = "ml-pipeline-ui";
    private const string Mesh = "istio-system";
    private const string Gateway = "istio-ingressgateway";
    private const string Proxy = "oauth2-proxy";
    private const string ProxyHome = "auth";
    private const string Local = "http://localhost:8080/";

    /// <summary>Where oauth2-proxy sends people back to after they signed in, by the way that is told here.</summary>
    public const string ProxyRedirect = Local + "oauth2/callback";

    /// <summary>What signs people in: upstream's oauth2-proxy and Dex, and the service they have taken the place of.</summary>
    private static readonly string[] SignIns = [Proxy, "dex", "authservice", "oidc-authservice"];

    /// <param name="objects">What is applied to the Kubeflow cluster.</param>
    /// <param name="severalUsers">True when Pipelines asks everybody who he is.</param>
    public static DashboardWay Of(DeploySettings settings, IReadOnlyList<Resource> objects, bool severalUsers)
    {
        if (objects.FirstOrDefault(r => r.Id is { Group: "networking.k8s.io", Kind: "Ingress" }) is { } ingress) return Through(ingress, settings);
        if (settings.Variant == Variant.GkeIap) return WithoutProxy(settings, objects, severalUsers);
        return Inside(settings, objects, severalUsers);
    }

    private static DashboardWay Inside(DeploySettings settings, IReadOnlyList<Resource> objects, bool severalUsers)
    {
        if (HasGateway(objects)) return ThroughGateway(settings, objects, severalUsers);
        if (Service(objects, ProxyHome, Proxy) is { } proxy) return new DashboardWay(InCluster(Proxy, ProxyHome), [Forward(settings, ProxyHome, Proxy, Port(proxy)), .. SignIn(settings)]);
        if (Service(objects, Home, Interface) is not { } page) return new DashboardWay("", []);
        if (severalUsers)
        {
            return new DashboardWay("", [])
            {
                Trouble = new("No way leads people in: the package brings no gateway, and with several users Pipelines answers a port-forward to service/ml-pipeline-ui with «no user identity header».",
                    Next: "Install the mesh's gateway (common/istio, mesh.provider) and what signs people in before it; docs/variants.md has the ways."),
            };
        }

        return new DashboardWay(InCluster(Interface, Home), [Forward(settings, Home, Interface, Port(page))]);
    }

    // With Identity-Aware Proxy the host is only there once somebody has led the load balancer to the gateway.
    private static DashboardWay Through(Resource ingress, DeploySettings settings)
    {
        var host = ingress.At("spec").Items("rules").Select(rule => rule.Text("host")).FirstOrDefault(text => !string.IsNullOrEmpty(text));
        if (settings.Variant == Variant.GkeIap) return new DashboardWay($"https://{host ?? DerivedNames.Host(settings)}/", [$"ConfigureIap leads people in to https://{host ?? DerivedNames.Host(settings)}/."]);
        var scheme = ingress.At("spec").Items("tls").Any() ? "https" : "http";
        return host is null
            ? new DashboardWay("", [$"From outside: the address of Ingress {ingress.Id.Namespace}/{ingress.Id.Name} ({Kubectl(settings)} get ingress {ingress.Id.Name} --namespace={ingress.Id.Namespace})."])
            : new DashboardWay($"{scheme}://{host}/", [$"From outside: {scheme}://{host}/, by Ingress {ingress.Id.Namespace}/{ingress.Id.Name}."]);
    }

    private static DashboardWay WithoutProxy(DeploySettings settings, IReadOnlyList<Resource> objects, bool severalUsers)
    {
        var way = Inside(settings, objects, severalUsers);
        return way.Trouble is not null || way.Url.Length == 0 ? way : way with
        {
            Trouble = new("The package brings no Ingress: Identity-Aware Proxy stands before nothing, and whoever reaches the cluster's network is asked by nobody who he is.",
                Next: "For people behind Identity-Aware Proxy install a package with common/iap-ingress (--package); to do without it choose variant: pipelines-standalone."),
        };
    }

    private static DashboardWay ThroughGateway(DeploySettings settings, IReadOnlyList<Resource> objects, bool severalUsers)
    {
        var service = Service(objects, Mesh, Gateway);
        var lines = new List<string> { Forward(settings, Mesh, Gateway, service is null ? 80 : Port(service)) };
        if (service is not null && ByNode(service, settings) is { } byNode) lines.Add(byNode);
        if (severalUsers) lines.Add("A port-forward to service/ml-pipeline-ui is no way in: with several users Pipelines answers it with «no user identity header».");
        var signsIn = objects.Any(r => r.Id is { Kind: "Deployment" or "StatefulSet" or "Service" } && SignIns.Contains(r.Id.Name));
        if (signsIn) lines.AddRange(SignIn(settings));
        return new DashboardWay(InCluster(Gateway, Mesh), lines)
        {
            Trouble = signsIn || !severalUsers || settings.Variant == Variant.GkeIap
                ? null
                : new("Nothing of the package signs people in: without it the gateway sets no user header, and Kubeflow answers «no user identity header».",
                    Next: "Install common/oauth2-proxy and common/dex, or whatever else sets the header; one that is there already is fine."),
        };
    }

    private static string? ByNode(Resource service, DeploySettings settings)
    {
        var get = $"{Kubectl(settings)} get service {Gateway} --namespace={Mesh}";
        return service.Text("spec", "type") switch
        {
            "LoadBalancer" => $"From outside without it: http://EXTERNAL-IP/, as {get} shows it.",
            "NodePort" when Web(service) is { } port && port.Number("nodePort") is { } node => $"From the network of the nodes: http://NODE:{node.ToString(CultureInfo.InvariantCulture)}/, with the address of any node ({Kubectl(settings)} get nodes --output=wide).",
            "NodePort" => $"From the network of the nodes: http://NODE:PORT/, with the node port of http2 ({get}).",
            _ => null,
        };
    }

    private static IEnumerable<string> SignIn(DeploySettings settings) => settings.Variant switch
    {
        Variant.Dex => [$"Sign in as {settings.AdminEmail}, with the password whose hash is KFT_DEX_PASSWORD_HASH."],
        Variant.GkeOauth2Proxy => [$"People sign in at Google; OAuth client {settings.Iap.ClientId} must have this redirect URI, and that of every other address people come by: {ProxyRedirect}"],
        _ => [],
    };

    // An Istio Gateway without the Service belongs to a mesh that somebody else has installed.
    private static bool HasGateway(IReadOnlyList<Resource> objects) =>
        Service(objects, Mesh, Gateway) is not null || objects.Any(r => r.Id is { Group: "networking.istio.io", Kind: "Gateway", Name: "kubeflow-gateway" });

    private static Resource? Service(IReadOnlyList<Resource> objects, string ns, string name) =>
        objects.FirstOrDefault(r => r.Id is { Group: "", Kind: "Service" } && r.Id.Namespace == ns && r.Id.Name == name);

    private static System.Text.Json.JsonElement? Web(Resource service)
    {
        var ports = service.At("spec").Items("ports").ToList();
        var named = ports.FindIndex(port => port.Text("name") is "http2" or "http" || port.Number("port") == 80);
        return ports.Count == 0 ? null : ports[Math.Max(0, named)];
    }

    private static long Port(Resource service) => Web(service)?.Number("port") ?? 80;

    private static string InCluster(string service, string ns) => $"http://{service}.{ns}.svc.cluster.local";

    private static string Forward(DeploySettings settings, string ns, string service, long port) =>
        $"From outside: {Kubectl(settings)} port-forward --namespace={ns} service/{service} 8080:{port.ToString(CultureInfo.InvariantCulture)}, then {Local}";

    // The tasks find a GKE cluster by themselves and leave no kubeconfig behind; people need one.
    private static string Kubectl(DeploySettings settings)
    {
        var cluster = settings.Cluster;
        if (cluster.Kubeconfig.Length > 0 || !settings.NeedsGoogleCloud)
            return $"kubectl{(cluster.Kubeconfig.Length > 0 ? $" --kubeconfig={cluster.Kubeconfig}" : "")}{(cluster.Context.Length > 0 ? $" --context={cluster.Context}" : "")}";
        var place = $"{cluster.Name} --location={settings.Place.Location} --project={settings.Project.Id}";
        return cluster.Endpoint switch
        {
            ClusterEndpoint.ConnectGateway => $"gcloud container fleet memberships get-credentials {place} && kubectl",
            ClusterEndpoint.Dns => $"gcloud container clusters get-credentials {place} --dns-endpoint && kubectl",
            ClusterEndpoint.Private => $"gcloud container clusters get-credentials {place} --internal-ip && kubectl",
            _ => $"gcloud container clusters get-credentials {place} && kubectl",
        };
    }
}
