namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Databases of Cloud SQL instances.</summary>
internal sealed class SqlDatabases : IGoogleResource
{
    public string Kind => "SQLDatabase";

    public ResourceState Apply(ResourceRequest request)
    {
        var instance = SqlInstanceResources.InstanceOf(request);
        request.Require("sqladmin", "cloudsql.databases.create");
        request.World.SqlInstances.AddDatabase(request.ProjectId, instance, request.Id);
        return ResourceState.Done();
    }

    public bool Delete(ResourceRequest request)
    {
        var instance = SqlInstanceResources.InstanceOf(request);
        request.Require("sqladmin", "cloudsql.databases.delete");
        if (request.World.SqlInstances.Find(request.ProjectId, instance) is not null) request.World.SqlInstances.RemoveDatabase(request.ProjectId, instance, request.Id);
        return true;
    }
}
