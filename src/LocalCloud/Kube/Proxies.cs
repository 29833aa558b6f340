using System.Collections.Concurrent;
using LocalCloud.Kube.Api;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube;

/// <summary>What answers behind <c>…/services/NAME:PORT/proxy/…</c>: simulated backends register here.</summary>
public sealed class Proxies
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, string, Task>> _services = new(StringComparer.Ordinal);

    /// <summary>Answers requests to a Service. The handler gets the path behind <c>proxy</c>, with a leading slash.</summary>
    public void Register(string @namespace, string service, Func<HttpContext, string, Task> handler) => _services[$"{@namespace}/{service}"] = handler;

    internal Task HandleAsync(HttpContext http, ResourceInfo resource, string @namespace, string name, string rest)
    {
        // [scheme:]name[:port]
        var parts = name.Split(':');
        var service = parts.Length == 3 ? parts[1] : parts[0];
        if (resource.Plural == "services" && _services.TryGetValue($"{@namespace}/{service}", out var handler)) return handler(http, "/" + rest);
        throw new ApiException(503, "ServiceUnavailable", $"no endpoints available for {(resource.Plural == "services" ? "service" : "pod")} \"{name}\"");
    }
}
