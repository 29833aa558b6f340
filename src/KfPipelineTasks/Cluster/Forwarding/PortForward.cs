using System.Text.Json;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Forwarding;

/// <summary>
/// Ways from outside of the cluster to a program inside, through the API server, as <c>kubectl port-forward</c> goes. Such a
/// connection ends inside the Pod: no Service and no mesh is on its way, and what the caller sends arrives as it is. (The API
/// server's proxy is no such way: it takes the Authorization header off.)
/// </summary>
public sealed class PortForward(ClusterDoor door)
{
    /// <summary>Protocol in which kubelets have spoken port-forwarding over WebSockets since 1.4.</summary>
    private const string Protocol = "v4.channel.k8s.io";

    private readonly KubeObjects _objects = new(door);

    /// <summary>A Pod that can answer for a Service.</summary>
    /// <param name="ns">Namespace of the Service.</param>
    /// <param name="service">Name of the Service.</param>
    /// <param name="port">Port of the Service.</param>
    /// <returns>The Pod; or, as verdict, why there is none: Waiting when one may come, Failed when not.</returns>
    public async Task<(ServedPod? Pod, Verdict Verdict)> FindAsync(string ns, string service, int port, CancellationToken cancellation)
    {
        var kinds = await door.Kinds.TableAsync(cancellation);
        var live = await _objects.GetAsync(kinds.Find("", "Service")!, ns, service, cancellation);
        if (live is null) return (null, Verdict.Failed($"Service {ns}/{service} does not exist.", "Apply the package first (task Apply)."));
        var selector = live.At("spec", "selector").Texts();
        if (selector.Count == 0) return (null, Verdict.Failed($"Service {ns}/{service} chooses no Pods.", "Something has changed it: apply the package again."));
        var pods = (await _objects.ListAsync(kinds.Find("", "Pod")!, ns, new ListQuery { LabelSelector = string.Join(',', selector.Select(l => $"{l.Key}={l.Value}")) }, cancellation)).Items;
        if (pods.FirstOrDefault(IsReady) is not { } ready)
            return (null, Verdict.Waiting($"none of the {pods.Count} Pods behind Service {ns}/{service} is ready.", "Task Status says why."));
        return TargetOf(live, ready, port) is { } number
            ? (new ServedPod(ns, ready.Id.Name, number, ready.At("metadata", "labels").Texts()), Verdict.Ready($"Pod {ns}/{ready.Id.Name} is ready."))
            : (null, Verdict.Failed($"Service {ns}/{service} has no port {port} that its Pods know.", "Something has changed it: apply the package again."));
    }

    /// <summary>Connects to a port of a Pod.</summary>
    /// <exception cref="KubeError">It was refused (Forbidden: the right to get and create pods/portforward is missing), or the server could not be reached.</exception>
    public async Task<Stream> OpenAsync(ServedPod pod, CancellationToken cancellation)
    {
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(pod.Namespace)}/pods/{Uri.EscapeDataString(pod.Name)}/portforward?ports={pod.Port}";
        var about = $"Pod {pod.Namespace}/{pod.Name}: forwarding to port {pod.Port}";
        return new ForwardedStream(await door.SocketAsync(path, Protocol, about, cancellation), about);
    }

    private static bool IsReady(Resource pod) =>
        pod.At("metadata", "deletionTimestamp") is null
        && pod.At("status").Items("conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    private static int? TargetOf(Resource service, Resource pod, int port)
    {
        var found = service.At("spec").Items("ports").Where(p => p.Number("port") == port).ToList();
        if (found.Count == 0) return null;
        if (found[0].Member("targetPort") is not { } target) return port;
        if (target.ValueKind == JsonValueKind.Number) return target.GetInt32();
        return pod.At("spec").Items("containers").SelectMany(c => c.Items("ports")).Where(p => p.Text("name") == target.GetString()).Select(p => (int?)p.Number("containerPort")).FirstOrDefault();
    }
}
