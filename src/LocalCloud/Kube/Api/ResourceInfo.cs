using System.Text.Json.Nodes;
using LocalCloud.Kube.Schemas;

namespace LocalCloud.Kube.Api;

/// <summary>A resource that the server serves, in one version.</summary>
public sealed class ResourceInfo
{
    /// <summary>API group; empty for the core group.</summary>
    public required string Group { get; init; }

    public required string Version { get; init; }

    /// <summary>Name in paths, such as <c>deployments</c>.</summary>
    public required string Plural { get; init; }

    public required string Singular { get; init; }

    public required string Kind { get; init; }

    public required string ListKind { get; init; }

    public required bool Namespaced { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary><c>metadata.generation</c> counts changes outside of metadata and status.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>What a custom resource definition says about this version; null for built-in kinds.</summary>
    internal CustomVersion? Custom { get; init; }

    internal FieldType Type { get; init; } = FieldType.Any;

    /// <summary><c>v1</c> or <c>apps/v1</c>.</summary>
    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>deployments.apps</c>, or <c>pods</c> in the core group: how errors name it, and the same for all versions.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary><c>Deployment.apps</c>.</summary>
    public string GroupKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public bool HasStatus => Has("status");

    public bool Has(string subresource)
    {
        foreach (var known in Subresources)
            if (known.Name == subresource) return true;
        return false;
    }

    /// <summary>The path of an object, such as <c>/apis/apps/v1/namespaces/kf/deployments/web</c>.</summary>
    public string PathOf(string? @namespace, string? name)
    {
        var root = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        var scope = Namespaced && @namespace is not null ? $"/namespaces/{@namespace}" : "";
        return $"{root}{scope}/{Plural}{(name is null ? "" : "/" + name)}";
    }

    /// <summary>An empty object of this kind.</summary>
    public JsonObject NewObject() => new() { ["apiVersion"] = GroupVersion, ["kind"] = Kind };

    internal static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
}
