using LocalCloud.Controllers.Kubeflow.Mesh;
using LocalCloud.Kube;
using LocalCloud.Kube.Api;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>
/// The HTTP doors to <see cref="KubeflowFront"/>:
/// <c>/gateway/PROJECT/LOCATION/CLUSTER/…</c> is the installation's host name, behind IAP;
/// <c>/mesh/PROJECT/LOCATION/CLUSTER/NAMESPACE/ACCOUNT/…</c> is the Pipelines Service as a Pod with that service account sees it;
/// the API server's service proxy leads to the same Service without any identity; and port-forwarding leads past the mesh to the
/// program itself, which sees whatever token the caller shows.
/// </summary>
public sealed class FrontEndpoint
{
    private const int PipelinesPort = 8888;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<ClusterKey, KubeflowFront> _fronts = new();

    /// <summary>Adds a cluster.</summary>
    internal void Add(KubeCluster cluster, KubeflowFront front)
    {
        _fronts[cluster.Key] = front;
        cluster.Proxies.Register(KubeflowFront.Home, "ml-pipeline", (http, path) => ProxyAsync(http, front, path));
        cluster.Ports.Register((pod, port) => front.IsPipelines(pod) && port == PipelinesPort ? async http => await WriteAsync(http, front.Inside(await ReadAsync(http, http.Request.Path.Value ?? "/"))) : null);
    }

    /// <summary>Forgets a cluster.</summary>
    internal void Remove(ClusterKey cluster) => _fronts.TryRemove(cluster, out _);

    /// <summary>Answers the request when it is for one of the doors.</summary>
    public async Task<bool> TryHandleAsync(HttpContext http)
    {
        var parts = (http.Request.Path.Value ?? "").Split('/', 8);
        switch (parts)
        {
            case ["", "gateway", var project, var location, var name, ..] when Find(project, location, name) is { } front:
                await WriteAsync(http, front.Outside(await ReadAsync(http, After(http, 5))));
                return true;
            case ["", "mesh", var project, var location, var name, var space, var account, ..] when Find(project, location, name) is { } front:
                await WriteAsync(http, front.Pipelines(await ReadAsync(http, After(http, 7)) with { Principal = MeshCall.PrincipalOf(space, account) }));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The API server takes the caller's own token off, so nobody is known behind it.</summary>
    private static async Task ProxyAsync(HttpContext http, KubeflowFront front, string path)
    {
        if (!front.IsServing) throw new ApiException(503, "ServiceUnavailable", "no endpoints available for service \"http:ml-pipeline:8888\"");
        await WriteAsync(http, front.Pipelines((await ReadAsync(http, path)).With("authorization", null)));
    }

    private KubeflowFront? Find(string project, string location, string name) => _fronts.GetValueOrDefault(new ClusterKey(project, location, name));

    /// <summary>The path behind the first segments, with a leading slash.</summary>
    private static string After(HttpContext http, int segments)
    {
        var parts = (http.Request.Path.Value ?? "").Split('/', segments + 1);
        return "/" + (parts.Length > segments ? parts[segments] : "");
    }

    private static async Task<MeshCall> ReadAsync(HttpContext http, string path)
    {
        using var reader = new StreamReader(http.Request.Body);
        return new MeshCall(http.Request.Method, path, http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString(), StringComparer.Ordinal))
        {
            Query = http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
            Body = await reader.ReadToEndAsync(http.RequestAborted),
        };
    }

    private static async Task WriteAsync(HttpContext http, MeshAnswer answer)
    {
        http.Response.StatusCode = answer.Code;
        http.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers) http.Response.Headers[name] = value;
        await http.Response.WriteAsync(answer.Body, http.RequestAborted);
    }
}
