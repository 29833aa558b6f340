using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Users of Cloud SQL instances. A password from a Secret waits for the Secret.</summary>
internal sealed class SqlUsers(ClusterView view) : IGoogleResource
{
    public string Kind => "SQLUser";

    public ResourceState Apply(ResourceRequest request)
    {
        var instance = SqlInstanceResources.InstanceOf(request);
        request.Require("sqladmin", "cloudsql.users.create");
        request.World.SqlInstances.SetUser(request.ProjectId, instance, request.Id, request.Text("host") ?? "%", HasPassword(request));
        return ResourceState.Done();
    }

    public bool Delete(ResourceRequest request)
    {
        var instance = SqlInstanceResources.InstanceOf(request);
        request.Require("sqladmin", "cloudsql.users.delete");
        if (request.World.SqlInstances.Find(request.ProjectId, instance) is not null) request.World.SqlInstances.RemoveUser(request.ProjectId, instance, request.Id, request.Text("host") ?? "");
        return true;
    }

    private bool HasPassword(ResourceRequest request)
    {
        if (request.Text("password", "value") is { } value) return value.Length > 0;
        if (request.Map("password", "valueFrom", "secretKeyRef") is not { } reference) return false;
        var name = Json.Text(reference, "name") ?? "";
        var secret = view.Get(Kinds.Secret, request.Namespace, name) ?? throw ResourceTrouble.NotFound("Secret", request.Namespace, name);
        return Json.Text(secret, "data", Json.Text(reference, "key") ?? "") is { Length: > 0 } ? true
            : throw ResourceTrouble.Invalid($"key {Json.Text(reference, "key")} is not found in Secret {request.Namespace}/{name}");
    }
}
