using System.Text.Json.Nodes;
using LocalCloud.Google;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Services;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector;

/// <summary>An object of Config Connector, and on whose behalf it is worked on.</summary>
internal sealed class ResourceRequest(ClusterView view, GoogleWorld world, JsonObject document, Caller caller)
{
    public GoogleWorld World => world;

    public JsonObject Document => document;

    public string Id => Connector.ResourceId(document);

    public string Namespace => ClusterView.Namespace(document);

    /// <summary>The project it belongs to.</summary>
    public string ProjectId { get; } = Connector.ProjectOf(view, document);

    public string? Text(params ReadOnlySpan<string> path) => Json.Text(document["spec"], path);

    public JsonObject? Map(params ReadOnlySpan<string> path) => Json.Map(document["spec"], path);

    /// <summary>The project, which must be there and visible.</summary>
    /// <exception cref="GoogleException">403, as for every project one may not see.</exception>
    public Project Project(string? id = null) => world.Projects.Find(id ?? ProjectId)
        ?? throw GoogleException.PermissionDenied($"The caller does not have permission on project '{id ?? ProjectId}' (or it may not exist).");

    /// <summary>Refuses what the acting identity may not do, and calls to a service that is off.</summary>
    /// <param name="api">First part of the service's name.</param>
    /// <param name="permission">What is needed.</param>
    /// <param name="resources">Resources on which it may be held, besides the project.</param>
    public void Require(string api, string permission, params string[] resources)
    {
        var project = Project();
        world.Services.RequireActive(project, $"{api}.googleapis.com", ServiceCatalog.Title($"{api}.googleapis.com"));
        RequirePermission(permission, [.. resources, project.Resource]);
    }

    public void RequirePermission(string permission, IReadOnlyList<string> resources)
    {
        if (world.Access.Allows(caller, permission, resources)) return;
        throw GoogleException.PermissionDenied($"Permission '{permission}' denied on resource '//cloudresourcemanager.googleapis.com/{resources[0]}' (or it may not exist). The caller is {caller.Email}.");
    }

    /// <summary>
    /// What a reference leads to: its <c>external</c> value as it is, or the value that the function takes out of the
    /// referenced object, which must be ready.
    /// </summary>
    /// <returns>Null when there is no reference.</returns>
    public string? Resolve(JsonObject? reference, GroupKind kind, Func<JsonObject, string?> value)
    {
        if (reference is null) return null;
        if (Json.Text(reference, "external") is { Length: > 0 } external) return external;
        return value(Referenced(reference, kind));
    }

    /// <summary>The referenced object, which must be there and ready.</summary>
    public JsonObject Referenced(JsonObject reference, GroupKind kind)
    {
        var name = Json.Text(reference, "name") ?? "";
        var home = Json.Text(reference, "namespace") is { Length: > 0 } given ? given : Namespace;
        var found = view.Get(kind, home, name) ?? throw ResourceTrouble.NotFound(kind.Kind, home, name);
        return Conditions.IsTrue(found, "Ready") ? found : throw ResourceTrouble.NotReady(kind.Kind, home, name);
    }

    /// <summary>The address of a service account that is referenced.</summary>
    public string? Account(JsonObject? reference) => Resolve(reference, new GroupKind("iam" + ConnectorKind.GroupSuffix, "IAMServiceAccount"), EmailOf);

    /// <summary>A project that is referenced.</summary>
    public string? ProjectOf(JsonObject? reference) =>
        Resolve(reference, new GroupKind("resourcemanager" + ConnectorKind.GroupSuffix, "Project"), Connector.ResourceId)?.Replace("projects/", "", StringComparison.Ordinal);

    private string EmailOf(JsonObject account) =>
        Json.Text(account, "status", "email") ?? $"{Connector.ResourceId(account)}@{Connector.ProjectOf(view, account)}.iam.gserviceaccount.com";
}
