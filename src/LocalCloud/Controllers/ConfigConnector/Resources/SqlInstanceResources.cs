using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;

namespace LocalCloud.Controllers.ConfigConnector.Resources;

/// <summary>Cloud SQL instances.</summary>
internal sealed class SqlInstanceResources : IGoogleResource
{
    private readonly Dictionary<string, Work> _works = new(StringComparer.Ordinal);

    public string Kind => "SQLInstance";

    public ResourceState Apply(ResourceRequest request)
    {
        request.Require("sqladmin", "cloudsql.instances.create");
        if (request.World.SqlInstances.Find(request.ProjectId, request.Id) is { } instance)
        {
            if (instance.State == "RUNNABLE") return ResourceState.Done(Status(request));
            if (_works.GetValueOrDefault(request.Id) is { } known && request.World.Work.Find(known.Id)?.ErrorMessage is { } message) throw GoogleException.FailedPrecondition(message);
            return ResourceState.Busy;
        }

        _works[request.Id] = request.World.SqlInstances.Insert(request.ProjectId, Body(request));
        return ResourceState.Busy;
    }

    public bool Delete(ResourceRequest request)
    {
        if (request.World.SqlInstances.Find(request.ProjectId, request.Id) is null) return true;
        request.Require("sqladmin", "cloudsql.instances.delete");
        if (_works.GetValueOrDefault(request.Id) is not { } known || request.World.Work.Find(known.Id) is not { Done: false })
            _works[request.Id] = request.World.SqlInstances.Delete(request.ProjectId, request.Id);
        return false;
    }

    private static JsonObject Body(ResourceRequest request)
    {
        var body = new JsonObject { ["name"] = request.Id };
        foreach (var field in (ReadOnlySpan<string>)["databaseVersion", "region", "settings"])
        {
            if (request.Map()?[field] is { } value) body[field] = value.DeepClone();
        }

        return body;
    }

    private static JsonObject Status(ResourceRequest request)
    {
        var address = $"203.0.113.{1 + Names.Number($"sql/{request.ProjectId}/{request.Id}", 253)}";
        return new JsonObject
        {
            ["connectionName"] = $"{request.ProjectId}:{request.Text("region")}:{request.Id}",
            ["ipAddress"] = new JsonArray(new JsonObject { ["ipAddress"] = address, ["type"] = "PRIMARY" }),
            ["firstIpAddress"] = address,
            ["publicIpAddress"] = address,
            ["instanceType"] = "CLOUD_SQL_INSTANCE",
            ["selfLink"] = $"https://sqladmin.googleapis.com/sql/v1beta4/projects/{request.ProjectId}/instances/{request.Id}",
        };
    }

    /// <summary>The instance that a user or a database belongs to.</summary>
    internal static string InstanceOf(ResourceRequest request) =>
        request.Resolve(request.Map("instanceRef"), new GroupKind("sql" + ConnectorKind.GroupSuffix, "SQLInstance"), Connector.ResourceId) ?? throw ResourceTrouble.Invalid("spec.instanceRef must be set");

    /// <summary>Something is being done to the instance: not a failure, but a wait.</summary>
    internal static bool IsBusy(GoogleException refusal) => refusal.Reason == "operationInProgress";
}
