using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Api;

/// <summary>A kind as the server serves it.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Plural">The word in the path: <c>deployments</c>.</param>
/// <param name="Namespaced">False for cluster-scoped kinds.</param>
/// <param name="HasStatus">True when <c>status</c> is a subresource, so that writes to the object do not touch it.</param>
/// <param name="Verbs">What can be done with it.</param>
public sealed record ApiKind(string Group, string Version, string Kind, string Plural, bool Namespaced, bool HasStatus, IReadOnlyList<string> Verbs)
{
    private static readonly string[] AllVerbs = ["create", "delete", "get", "list", "patch", "update", "watch"];

    /// <summary><c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>Deployment.apps</c>, or <c>Service</c> for the core group.</summary>
    public string GroupKind => Group.Length == 0 ? Kind : $"{Kind}.{Group}";

    public bool Can(string verb) => Verbs.Contains(verb);

    /// <summary>Path of the collection; of all namespaces when <paramref name="ns"/> is null.</summary>
    public string CollectionPath(string? ns)
    {
        var root = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        return Namespaced && ns is not null ? $"{root}/namespaces/{Uri.EscapeDataString(ns)}/{Plural}" : $"{root}/{Plural}";
    }

    /// <summary>Path of one object.</summary>
    public string ObjectPath(string? ns, string name) => $"{CollectionPath(ns)}/{Uri.EscapeDataString(name)}";

    /// <summary>The kind a CustomResourceDefinition will bring, in one of its versions; null when it does not serve that version.</summary>
    public static ApiKind? FromDefinition(Resource definition, string version)
    {
        var group = definition.Text("spec", "group");
        var kind = definition.Text("spec", "names", "kind");
        var plural = definition.Text("spec", "names", "plural");
        if (group is null || kind is null || plural is null) return null;
        foreach (var served in definition.Body.Items("spec", "versions"))
        {
            if (served.Text("name") == version && served.Flag("served"))
                return new ApiKind(group, version, kind, plural, definition.Text("spec", "scope") == "Namespaced", served.At("subresources", "status") is not null, AllVerbs);
        }

        return null;
    }

    internal static ApiKind? FromAggregated(string group, string version, JsonElement resource)
    {
        if (resource.Text("resource") is not { } plural || resource.Text("responseKind", "kind") is not { } kind) return null;
        return new ApiKind(group, version, kind, plural, resource.Text("scope") == "Namespaced",
            resource.Items("subresources").Any(s => s.Text("subresource") == "status"),
            resource.Items("verbs").Select(v => v.GetString()!).ToList());
    }
}
