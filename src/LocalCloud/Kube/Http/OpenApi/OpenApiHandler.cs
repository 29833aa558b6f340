using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Kube.Http.OpenApi;

/// <summary>The OpenAPI documents, as far as kubectl asks for them: which parameters a patch takes, and the types of fields.</summary>
internal sealed class OpenApiHandler(ResourceCatalog catalog)
{
    private const string ProtobufV2 = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
    private readonly ConcurrentDictionary<(long Revision, string GroupVersion), byte[]> _documents = [];

    public Task HandleAsync(HttpContext http, string path)
    {
        if (path == "/openapi/v2") return VersionTwoAsync(http);
        if (path == "/openapi/v3") return Answers.JsonAsync(http, 200, Index());
        var groupVersion = path["/openapi/v3/".Length..];
        if (Document(groupVersion) is not { } document) return Answers.TextAsync(http, 404, "404 page not found\n");
        return Answers.BytesAsync(http, 200, document);
    }

    private JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var groupVersion in catalog.All.Select(info => info.Group.Length == 0 ? $"api/{info.Version}" : $"apis/{info.GroupVersion}").Distinct(StringComparer.Ordinal))
            paths[groupVersion] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{groupVersion}?hash={Convert.ToHexString(SHA512.HashData(Document(groupVersion)!))}" };
        return new JsonObject { ["paths"] = paths };
    }

    private byte[]? Document(string path)
    {
        var revision = catalog.Revision;
        if (_documents.TryGetValue((revision, path), out var known)) return known;
        var groupVersion = path.StartsWith("api/", StringComparison.Ordinal) ? path["api/".Length..] : path.StartsWith("apis/", StringComparison.Ordinal) ? path["apis/".Length..] : "";
        var infos = catalog.All.Where(info => info.GroupVersion == groupVersion).ToList();
        if (infos.Count == 0) return null;
        foreach (var old in _documents.Keys.Where(key => key.Revision != revision)) _documents.TryRemove(old, out _);
        return _documents[(revision, path)] = Json.ToBytes(OpenApiWriter.Write(infos));
    }

    /// <summary>Version 2 only says that it is there: clients that can read version 3 never look further.</summary>
    private static Task VersionTwoAsync(HttpContext http)
    {
        if (!http.Request.Headers.Accept.ToString().Contains(ProtobufV2, StringComparison.Ordinal))
            return Answers.JsonAsync(http, 200, new JsonObject { ["swagger"] = "2.0", ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.34.9" }, ["paths"] = new JsonObject() });
        // Fields 1 (swagger), 2 (info: title, version) and 8 (paths) of the document message.
        byte[] message = [0x0A, 3, .. "2.0"u8, 0x12, 21, 0x0A, 10, .. "Kubernetes"u8, 0x12, 7, .. "v1.34.9"u8, 0x42, 0];
        return Answers.BytesAsync(http, 200, message, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    }
}
