using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>Does the document belong where it was sent?</summary>
internal static class Envelope
{
    /// <summary>Checks kind, version, name and namespace, and fills them in where the document leaves them open.</summary>
    public static void Check(ResourceInfo resource, JsonObject document, string @namespace, string? name)
    {
        var apiVersion = Json.Text(document, "apiVersion");
        var kind = Json.Text(document, "kind");
        if (!string.IsNullOrEmpty(apiVersion) && apiVersion != resource.GroupVersion)
            throw ApiErrors.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({resource.GroupVersion})");
        if (!string.IsNullOrEmpty(kind) && kind != resource.Kind)
            throw ApiErrors.BadRequest($"{kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: no kind \"{kind}\" is registered for version \"{resource.GroupVersion}\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
        document["apiVersion"] = resource.GroupVersion;
        document["kind"] = resource.Kind;
        CheckName(resource, document, @namespace, name);
    }

    private static void CheckName(ResourceInfo resource, JsonObject document, string @namespace, string? name)
    {
        var metadata = Json.Ensure(document, "metadata");
        if (name is not null)
        {
            var given = Json.Text(metadata, "name") ?? "";
            if (given.Length > 0 && given != name)
                throw ApiErrors.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
            metadata["name"] = name;
        }
        if (!resource.Namespaced)
        {
            metadata.Remove("namespace");
            return;
        }
        var space = Json.Text(metadata, "namespace") ?? "";
        if (space.Length > 0 && space != @namespace)
            throw ApiErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        metadata["namespace"] = @namespace;
    }
}
