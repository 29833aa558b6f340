using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Auth;
using LocalCloud.Kube.Documents;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http.Subresources;

/// <summary>Subresources other than status: scale, eviction, log, binding, token, finalize, approval, port-forward, proxy.</summary>
internal sealed class SubresourceHandlers(KubeCluster cluster)
{
    public Task HandleAsync(HttpContext http, KubeRequest request, UserInfo user)
    {
        var resource = request.Resource!;
        if (resource.Subresources.FirstOrDefault(one => one.Name == request.Subresource) is not { } subresource) throw ResourceHandler.NotServed();
        if (!subresource.Verbs.Contains(request.Verb, StringComparer.Ordinal)) throw ApiErrors.MethodNotAllowed();
        return request.Subresource switch
        {
            "scale" => ScaleAsync(http, request, user),
            "eviction" => EvictAsync(http, request, user),
            "log" => LogAsync(http, request),
            "binding" => BindBodyAsync(http, request, user),
            "token" => TokenAsync(http, request, user),
            "finalize" or "approval" or "ephemeralcontainers" or "resize" => WholeObjectAsync(http, request, user),
            "portforward" => new PortForwarding(cluster).HandleAsync(http, cluster.Reader.Get(resource, request.Namespace, request.Name).Parse()),
            "proxy" => cluster.Proxies.HandleAsync(http, resource, request.Namespace, request.Name, request.Rest),
            _ => throw new ApiException(501, "NotImplemented", $"{resource.GroupResource}/{request.Subresource} needs a container runtime, which this server does not have"),
        };
    }

    private async Task<(JsonObject Document, WriteOptions Options)> BodyAsync(HttpContext http, ResourceInfo resource, UserInfo user, string optionsKind)
    {
        var bytes = await RequestBody.ReadAsync(http);
        var options = WriteQuery.Read(http.Request, user, isApply: false, optionsKind);
        return (RequestBody.ParseObject(bytes, http.Request.ContentType, resource, []), options);
    }

    private async Task FinishAsync(HttpContext http, JsonObject answer, WriteOptions options, int code = 200)
    {
        await cluster.Store.FlushAsync(http.RequestAborted);
        Answers.Warn(http, options.Warnings);
        await Answers.JsonAsync(http, code, answer);
    }

    private async Task ScaleAsync(HttpContext http, KubeRequest request, UserInfo user)
    {
        var resource = request.Resource!;
        if (request.Verb == "get")
        {
            await Answers.JsonAsync(http, 200, Scales.Read(resource, Views.ToVersion(resource, cluster.Reader.Get(resource, request.Namespace, request.Name))));
            return;
        }
        var bytes = await RequestBody.ReadAsync(http);
        var type = MediaRange.Parse(http.Request.ContentType ?? "application/json").Type;
        var isApply = request.Verb == "patch" && type == PatchBody.Apply;
        var options = WriteQuery.Read(http.Request, user, isApply, request.Verb == "patch" ? "PatchOptions" : "UpdateOptions");
        var result = cluster.Writer.Patch(resource, request.Namespace, request.Name, "scale", live =>
        {
            var scale = Scales.Read(resource, live);
            var wanted = request.Verb == "update" || isApply ? ParseScale(bytes, type, resource) : PatchBody.Parse(Scales.Resource, type, bytes, options)(scale);
            Preconditions.CheckUpdate(resource, cluster.Reader.Get(resource, request.Namespace, request.Name), wanted);
            Scales.Write(resource, live, Json.Number(wanted, "spec", "replicas") ?? 0);
            return live;
        }, options);
        await FinishAsync(http, Scales.Read(resource, result.Parse()), options);
    }

    private static JsonObject ParseScale(byte[] bytes, string type, ResourceInfo resource) =>
        type == PatchBody.Apply ? PatchBody.ParseApply(bytes) : RequestBody.ParseObject(bytes, type, resource, []);

    private async Task EvictAsync(HttpContext http, KubeRequest request, UserInfo user)
    {
        var (eviction, options) = await BodyAsync(http, request.Resource!, user, "CreateOptions");
        Evictions.Evict(cluster, request.Resource!, request.Namespace, request.Name, eviction, options);
        await FinishAsync(http, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 }, options, 201);
    }

    private Task LogAsync(HttpContext http, KubeRequest request)
    {
        var pod = cluster.Reader.Get(request.Resource!, request.Namespace, request.Name).Parse();
        var names = Json.Maps(pod, "spec", "containers").Concat(Json.Maps(pod, "spec", "initContainers")).Select(one => Json.Text(one, "name") ?? "").ToList();
        var container = http.Request.Query["container"].ToString();
        if (container.Length == 0 && (Json.List(pod, "spec", "containers")?.Count ?? 0) > 1)
            throw ApiErrors.BadRequest($"a container name must be specified for pod {request.Name}, choose one of: [{string.Join(' ', names)}]");
        if (container.Length == 0) container = names.FirstOrDefault() ?? "";
        if (!names.Contains(container, StringComparer.Ordinal)) throw ApiErrors.BadRequest($"container {container} is not valid for pod {request.Name}");
        return Answers.TextAsync(http, 200, Tail(cluster.Logs.Get(request.Namespace, request.Name, container), http.Request.Query["tailLines"]));
    }

    private static string Tail(string text, string? lines)
    {
        if (!int.TryParse(lines, System.Globalization.CultureInfo.InvariantCulture, out var count) || text.Length == 0) return text;
        var all = text.TrimEnd('\n').Split('\n');
        return string.Concat(all.TakeLast(count).Select(line => line + "\n"));
    }

    private async Task BindBodyAsync(HttpContext http, KubeRequest request, UserInfo user)
    {
        var (binding, options) = await BodyAsync(http, request.Resource!, user, "CreateOptions");
        await BindAsync(http, request, binding, options);
    }

    /// <summary>Puts a Pod on a node.</summary>
    public async Task BindAsync(HttpContext http, KubeRequest request, JsonObject binding, WriteOptions options)
    {
        var pods = cluster.Catalog.Find("pods")!;
        var node = Json.Text(binding, "target", "name") ?? "";
        cluster.Writer.Patch(pods, request.Namespace, request.Name, "", pod =>
        {
            if (Json.Text(pod, "spec", "nodeName") is { Length: > 0 } taken)
                throw ApiErrors.Conflict("pods/binding", "", "pods/binding", request.Name, $"pod {request.Name} is already assigned to node \"{taken}\"");
            Json.Ensure(pod, "spec")["nodeName"] = node;
            return pod;
        }, options);
        await FinishAsync(http, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 }, options, 201);
    }

    private async Task TokenAsync(HttpContext http, KubeRequest request, UserInfo user)
    {
        var account = cluster.Reader.Get(request.Resource!, request.Namespace, request.Name);
        var (body, options) = await BodyAsync(http, request.Resource!, user, "CreateOptions");
        await FinishAsync(http, TokenRequests.Answer(cluster, account, body, options), options, 201);
    }

    private async Task WholeObjectAsync(HttpContext http, KubeRequest request, UserInfo user)
    {
        var resource = request.Resource!;
        if (request.Verb == "get")
        {
            await Answers.BytesAsync(http, 200, Views.Bytes(resource, cluster.Reader.Get(resource, request.Namespace, request.Name)));
            return;
        }
        var space = resource.Namespaced ? request.Namespace : "";
        WriteResult result;
        WriteOptions options;
        if (request.Verb == "patch")
        {
            var bytes = await RequestBody.ReadAsync(http);
            options = WriteQuery.Read(http.Request, user, isApply: false, "PatchOptions");
            result = cluster.Writer.Patch(resource, space, request.Name, request.Subresource, PatchBody.Parse(resource, MediaRange.Parse(http.Request.ContentType ?? "").Type, bytes, options), options);
        }
        else
        {
            (var document, options) = await BodyAsync(http, resource, user, "UpdateOptions");
            result = cluster.Writer.Replace(resource, space, request.Name, request.Subresource, document, options);
        }
        await FinishAsync(http, result.Parse(), options);
    }
}
