using LocalCloud.Kube.Api;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Http.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace LocalCloud.Kube.Http;

/// <summary>The HTTP side of a cluster: who asks, may they, and what for.</summary>
internal sealed class KubeHttp(KubeCluster cluster)
{
    private readonly ResourceHandler _resources = new(cluster);
    private readonly Discovery _discovery = new(cluster.Catalog);
    private readonly OpenApiHandler _openApi = new(cluster.Catalog);

    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
        http.Response.Headers.CacheControl = "no-cache, private";
        try
        {
            await RouteAsync(http);
        }
        catch (ApiException refusal) when (!http.Response.HasStarted)
        {
            foreach (var (name, value) in refusal.Headers) http.Response.Headers[name] = value;
            await Answers.JsonAsync(http, refusal.Code, refusal.ToStatus());
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left; there is nobody to answer.
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            var refusal = bad.StatusCode == 413 ? ApiErrors.TooLarge(RequestBody.Limit) : ApiErrors.BadRequest(bad.Message);
            await Answers.JsonAsync(http, refusal.Code, refusal.ToStatus());
        }
        catch (Exception mistake) when (!http.Response.HasStarted)
        {
            // A mistake of this server: the client gets an answer all the same, and tests see that there was one.
            cluster.Mistakes.Enqueue($"{http.Request.Method} {http.Request.Path}: {mistake}");
            var refusal = ApiErrors.Internal($"{mistake.GetType().Name}: {mistake.Message}");
            await Answers.JsonAsync(http, refusal.Code, refusal.ToStatus());
        }
    }

    private Task RouteAsync(HttpContext http)
    {
        var user = Authenticate(http);
        var path = http.Request.Path.Value ?? "/";
        var watch = http.Request.Query["watch"].ToString() is "true" or "1";
        var request = KubeRequest.Parse(RawPath(http), http.Request.Method, watch);
        if (request is null) return OtherAsync(http, path, user);

        Authorize(user, request);
        var resource = cluster.Catalog.Find(request.Group, request.Version, request.Plural);
        if (resource is not null) return _resources.HandleAsync(http, request with { Resource = resource }, user);
        var known = cluster.Catalog.HasGroup(request.Group, request.Version) && BuiltInKinds.All.Any(info => info.Group == request.Group);
        return known ? throw ResourceHandler.NotServed() : Answers.TextAsync(http, 404, "404 page not found\n");
    }

    /// <summary>The path before percent-decoding: names may contain encoded slashes.</summary>
    private static string RawPath(HttpContext http) => new Uri(http.Request.GetEncodedUrl()).AbsolutePath;

    private UserInfo Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        const string Scheme = "Bearer ";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return UserInfo.Anonymous;
        var user = cluster.Tokens.Find(header[Scheme.Length..].Trim()) ?? throw ApiErrors.Unauthorized();
        return http.Request.Headers["Impersonate-User"].ToString() is { Length: > 0 } other ? Impersonate(http, user, other) : user;
    }

    private UserInfo Impersonate(HttpContext http, UserInfo user, string other)
    {
        if (!cluster.Authorizer.Allows(user, new AccessRequest { Verb = "impersonate", Resource = "users", Name = other }))
            throw new ApiException(403, "Forbidden", $"users \"{other}\" is forbidden: User \"{user.Name}\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope", ApiErrors.Details(other, "", "users"));
        return new UserInfo(other, [.. http.Request.Headers["Impersonate-Group"].OfType<string>(), UserInfo.Authenticated]);
    }

    private void Authorize(UserInfo user, KubeRequest request)
    {
        var access = new AccessRequest
        {
            Verb = request.Verb, Group = request.Group, Resource = request.Plural, Subresource = request.Subresource,
            Namespace = request.Plural == "namespaces" ? request.Name : request.Namespace, Name = request.Name,
        };
        if (cluster.Authorizer.Allows(user, access)) return;
        var resource = request.Subresource.Length > 0 ? $"{request.Plural}/{request.Subresource}" : request.Plural;
        var scope = request.Namespace.Length > 0 ? $"in the namespace \"{request.Namespace}\"" : "at the cluster scope";
        var display = request.Group.Length == 0 ? request.Plural : $"{request.Plural}.{request.Group}";
        throw new ApiException(403, "Forbidden",
            $"{display}{(request.Name.Length > 0 ? $" \"{request.Name}\"" : "")} is forbidden: User \"{user.Name}\" cannot {request.Verb} resource \"{resource}\" in API group \"{request.Group}\" {scope}",
            ApiErrors.Details(request.Name, request.Group, request.Plural));
    }

    private Task OtherAsync(HttpContext http, string path, UserInfo user)
    {
        var trimmed = path.Length > 1 ? path.TrimEnd('/') : path;
        if (!cluster.Authorizer.Allows(user, new AccessRequest { Verb = http.Request.Method.ToLowerInvariant(), Path = trimmed }))
            throw new ApiException(403, "Forbidden", $"forbidden: User \"{user.Name}\" cannot {http.Request.Method.ToLowerInvariant()} path \"{path}\"", new System.Text.Json.Nodes.JsonObject());
        return trimmed switch
        {
            "/version" => Answers.JsonAsync(http, 200, VersionInfo.Document()),
            "/healthz" or "/livez" or "/readyz" => Answers.TextAsync(http, 200, "ok"),
            "/api" => RootAsync(http, core: true),
            "/apis" => RootAsync(http, core: false),
            "/openapi/v2" or "/openapi/v3" => _openApi.HandleAsync(http, trimmed),
            _ when trimmed.StartsWith("/openapi/v3/", StringComparison.Ordinal) => _openApi.HandleAsync(http, trimmed),
            "/.well-known/openid-configuration" => Answers.JsonAsync(http, 200, new System.Text.Json.Nodes.JsonObject { ["issuer"] = ServiceAccountTokens.ApiAudience, ["jwks_uri"] = $"https://{http.Request.Host}/openid/v1/jwks" }),
            _ => DiscoveryAsync(http, trimmed),
        };
    }

    private Task DiscoveryAsync(HttpContext http, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var document = parts switch
        {
            ["api", var version] => _discovery.Resources("", version),
            ["apis", var group] => _discovery.Group(group),
            ["apis", var group, var version] => _discovery.Resources(group, version),
            _ => null,
        };
        return document is null ? Answers.TextAsync(http, 404, "404 page not found\n") : Answers.JsonAsync(http, 200, document);
    }

    private Task RootAsync(HttpContext http, bool core)
    {
        if (AggregatedVersion(http) is { } version)
            return Answers.JsonAsync(http, 200, _discovery.Aggregated(core, version), $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
        return Answers.JsonAsync(http, 200, core ? Discovery.Versions(http.Request.Host.Value ?? "") : _discovery.Groups());
    }

    /// <summary>The version of the aggregated form, when the client prefers that; null otherwise.</summary>
    private static string? AggregatedVersion(HttpContext http)
    {
        foreach (var range in MediaRange.ParseAll(http.Request.Headers.Accept))
        {
            if (!range.IsJson) continue;
            if (range["as"].Length == 0) return null;
            if (range is { Type: "application/json" } && range["g"] == "apidiscovery.k8s.io" && range["as"] == "APIGroupDiscoveryList" && range["v"] is "v2" or "v2beta1") return range["v"];
        }
        return null;
    }
}
