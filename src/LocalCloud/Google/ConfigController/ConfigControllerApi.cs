using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.ConfigController;

/// <summary>KRM API Hosting v1: Config Controller.</summary>
internal sealed class ConfigControllerApi : ApiSurface
{
    private const string Types = "type.googleapis.com/google.cloud.krmapihosting.v1.";
    private const string Place = "v1/projects/{project}/locations/{location}";
    private const string Host = $"{Place}/krmApiHosts/{{name}}";

    public ConfigControllerApi(GoogleWorld world)
        : base(world, "krm", "krmapihosting.googleapis.com", ErrorShape.New, FieldTable.Of("krmapihosting", "google.cloud.krmapihosting.v1"))
    {
        Get("v1/projects/{project}/locations", "krmapihosting.locations.list", ListLocations);
        Get($"{Place}/krmApiHosts", "krmapihosting.krmApiHosts.list", List);
        Post($"{Place}/krmApiHosts", "KrmApiHost", "krmapihosting.krmApiHosts.create", Create);
        Get(Host, "krmapihosting.krmApiHosts.get", call => Show(World.ConfigControllers.Get(call.Project.Id, call["location"], call["name"])));
        Delete(Host, "krmapihosting.krmApiHosts.delete", call => Show(World.ConfigControllers.Delete(call.Project.Id, call["location"], call["name"])));
        Get($"{Host}:getIamPolicy", "krmapihosting.krmApiHosts.getIamPolicy", GetPolicy);
        Get($"{Place}/operations", "krmapihosting.operations.list", ListOperations);
        Get($"{Place}/operations/{{operation}}", "krmapihosting.operations.get", GetOperation);
    }

    protected override GoogleException Denied(ApiCall call, string permission, string resource) => GoogleException.PermissionDenied(
        $"Permission '{permission}' denied on 'projects/{call["project"]}{(call.Has("location") ? $"/locations/{call["location"]}" : "")}'.",
        Detail.ErrorInfo("IAM_PERMISSION_DENIED", "krmapihosting.googleapis.com", ("permission", permission)));

    private static JsonObject ListLocations(ApiCall call) => Page.Of(call, "locations",
        [.. ConfigControllers.Locations.Select(location => new JsonObject { ["name"] = $"{call.Project.Resource}/locations/{location}", ["locationId"] = location })], 500);

    private JsonObject List(ApiCall call) => Page.Of(call, "krmApiHosts",
        [.. World.ConfigControllers.In(call.Project.Id).Where(instance => call["location"] == "-" || instance.Location == call["location"]).Select(Show)], 500);

    private JsonObject Create(ApiCall call) => Show(World.ConfigControllers.Create(
        call.Project, call["location"], call.Query["krmApiHostId"].ToString(), call.Body, call.Query["requestId"].ToString() is { Length: > 0 } id ? id : null));

    private JsonObject GetPolicy(ApiCall call)
    {
        var instance = World.ConfigControllers.Get(call.Project.Id, call["location"], call["name"]);
        return World.PolicyMethods.Get(instance.Path, long.TryParse(call.Query["options.requestedPolicyVersion"], out var version) ? version : null);
    }

    private JsonObject ListOperations(ApiCall call) => Page.Of(call, "operations",
        [.. World.Work.All.Where(work => work.Id.StartsWith($"projects/{call.Project.Id}/locations/{call["location"]}/operations/", StringComparison.Ordinal)).Select(Show)], 500);

    private JsonObject GetOperation(ApiCall call)
    {
        var name = $"projects/{call.Project.Id}/locations/{call["location"]}/operations/{call["operation"]}";
        return Show(World.Work.Find(name) ?? throw GoogleException.NotFound($"Resource '{name}' was not found"));
    }

    private JsonObject Show(Work work)
    {
        var isCreate = work.Kind.EndsWith("create", StringComparison.Ordinal);
        var metadata = new JsonObject
        {
            ["@type"] = Types + "OperationMetadata", ["createTime"] = Ids.Stamp(work.StartTime), ["target"] = work.Target, ["verb"] = isCreate ? "create" : "delete",
            ["requestedCancellation"] = false, ["apiVersion"] = "v1",
        };
        if (work.EndTime is { } end) metadata["endTime"] = Ids.Stamp(end);
        var json = new JsonObject { ["name"] = work.Id, ["metadata"] = metadata, ["done"] = work.Done };
        if (!work.Done) return json;
        if (work.ErrorMessage is { } message) json["error"] = new JsonObject { ["code"] = work.ErrorCode ?? 2, ["message"] = message };
        else json["response"] = isCreate ? Result(work.Target) : new JsonObject { ["@type"] = "type.googleapis.com/google.protobuf.Empty" };
        return json;
    }

    private JsonObject Result(string path)
    {
        var parts = path.Split('/');
        var json = World.ConfigControllers.Find(parts[1], parts[3], parts[5]) is { } instance ? Show(instance) : new JsonObject { ["name"] = path };
        json.Insert(0, "@type", Types + "KrmApiHost");
        return json;
    }

    private static JsonObject Show(ConfigControllerInstance instance)
    {
        var json = instance.Body.Copy();
        json["name"] = instance.Path;
        json["state"] = instance.State;
        if (instance.State == "RUNNING") json["gkeResourceLink"] = $"https://container.googleapis.com/v1/{instance.Cluster}";
        return json;
    }
}
