using LocalCloud.Kube.Api;

namespace LocalCloud.Kube.Http;

/// <summary>What a path of the API names.</summary>
internal sealed record KubeRequest
{
    /// <summary>API group; empty for core.</summary>
    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>Empty for cluster-wide requests.</summary>
    public string Namespace { get; init; } = "";

    public string Plural { get; init; } = "";

    /// <summary>Empty for lists.</summary>
    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>What follows the subresource, for proxies.</summary>
    public string Rest { get; init; } = "";

    /// <summary>get, list, watch, create, update, patch, delete, deletecollection.</summary>
    public string Verb { get; init; } = "";

    /// <summary>The served resource, or null.</summary>
    public ResourceInfo? Resource { get; init; }

    /// <summary>Reads a path below <c>/api/v1</c> or <c>/apis/group/version</c>; null when it names no resource.</summary>
    public static KubeRequest? Parse(string path, string method, bool watch)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var start = parts.Length > 0 && parts[0] == "api" ? 2 : 3;
        if (parts.Length <= start || parts[0] is not ("api" or "apis")) return null;
        var (group, version) = start == 2 ? ("", parts[1]) : (parts[1], parts[2]);
        var rest = parts[start..];
        var @namespace = "";
        if (rest[0] == "namespaces" && rest.Length > 2 && !(rest.Length == 3 && rest[2] is "status" or "finalize" && group.Length == 0))
        {
            @namespace = Uri.UnescapeDataString(rest[1]);
            rest = rest[2..];
        }
        else if (rest[0] == "namespaces" && group.Length == 0 && rest.Length > 1)
        {
            @namespace = Uri.UnescapeDataString(rest[1]);
        }
        var name = rest.Length > 1 ? Uri.UnescapeDataString(rest[1]) : "";
        return new KubeRequest
        {
            Group = group, Version = version, Namespace = @namespace, Plural = rest[0], Name = name,
            Subresource = rest.Length > 2 ? rest[2] : "",
            Rest = rest.Length > 3 ? string.Join('/', rest[3..]) : "",
            Verb = VerbOf(method, name, watch),
        };
    }

    private static string VerbOf(string method, string name, bool watch) => method switch
    {
        "GET" or "HEAD" when name.Length > 0 && !watch => "get",
        "GET" or "HEAD" when watch => "watch",
        "GET" or "HEAD" => "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => name.Length > 0 ? "delete" : "deletecollection",
        _ => method.ToLowerInvariant(),
    };
}
