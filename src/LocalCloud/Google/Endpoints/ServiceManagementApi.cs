using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.Endpoints;

/// <summary>Service Management v1: what deploying a Cloud Endpoints host needs.</summary>
internal sealed class ServiceManagementApi : ApiSurface
{
    private const string Types = "type.googleapis.com/google.api.servicemanagement.v1.";
    private const string OneService = "v1/services/{service}";

    public ServiceManagementApi(GoogleWorld world)
        : base(world, "servicemanagement", "servicemanagement.googleapis.com", ErrorShape.New, FieldTable.Of("servicemanagement", "google.api.servicemanagement.v1"))
    {
        Get("v1/services", null, List);
        Post("v1/services", "ManagedService", null, Create);
        Get(OneService, null, call => Show(Target(call, "servicemanagement.services.get")));
        Delete(OneService, null, Remove);
        Get($"{OneService}/config", null, GetCurrent);
        Get($"{OneService}/configs", null, ListConfigs);
        Get($"{OneService}/configs/{{config}}", null, GetConfig);
        Post($"{OneService}/configs:submit", "SubmitConfigSourceRequest", null, Submit);
        Get($"{OneService}/rollouts", null, ListRollouts);
        Get($"{OneService}/rollouts/{{rollout}}", null, GetRollout);
        Post($"{OneService}/rollouts", "Rollout", null, RollOut);
        Post($"{OneService}:getIamPolicy", "GetIamPolicyRequest", null, GetPolicy);
        Post($"{OneService}:setIamPolicy", "SetIamPolicyRequest", null, SetPolicy);
        Post($"{OneService}:testIamPermissions", "TestIamPermissionsRequest", null, Test);
        Get("v1/{operation*}", null, GetOperation);
    }

    protected override GoogleException Denied(ApiCall call, string permission, string resource) =>
        GoogleException.PermissionDenied($"Permission denied on service [{(call.Has("service") ? call["service"] : "")}].", Detail.ErrorInfo("AUTH_PERMISSION_DENIED", "servicemanagement.googleapis.com", ("permission", permission)));

    private ManagedService Target(ApiCall call, string permission)
    {
        var service = World.ManagedServices.Get(call["service"]);
        Require(call, permission, Policy(service), $"projects/{service.Producer}");
        return service;
    }

    private static string Policy(ManagedService service) => $"services/{service.Name}";

    private JsonObject List(ApiCall call)
    {
        var producer = call.Query["producerProjectId"].ToString();
        var seen = World.ManagedServices.All.Where(service => (producer.Length == 0 || service.Producer == producer) && World.Access.Allows(call.Caller, "servicemanagement.services.get", [Policy(service), $"projects/{service.Producer}"]));
        return Page.Of(call, "services", [.. seen.Select(Show)], 500);
    }

    private JsonObject Create(ApiCall call)
    {
        var named = call.Body.Text("producerProjectId") ?? "";
        var project = World.Projects.Find(named) ?? Project.Missing(named);
        Require(call, "servicemanagement.services.create", project.Resource);
        return Show(World.ManagedServices.Create(project, call.Body.Text("serviceName") ?? ""));
    }

    private JsonObject Remove(ApiCall call) => Show(World.ManagedServices.Delete(Target(call, "servicemanagement.services.delete").Name));

    private JsonObject GetCurrent(ApiCall call)
    {
        var service = Target(call, "servicemanagement.services.get");
        return (ManagedServices.Current(service) ?? (service.Configs.Count > 0 ? service.Configs[^1] : null) ?? throw GoogleException.NotFound($"Service {service.Name} has no configuration.")).Copy();
    }

    private JsonObject ListConfigs(ApiCall call) => Page.Of(call, "serviceConfigs", [.. Target(call, "servicemanagement.services.get").Configs.Reverse().Select(config => config.Copy())], 100);

    private JsonObject GetConfig(ApiCall call) => Target(call, "servicemanagement.services.get").Configs.LastOrDefault(config => config.Text("id") == call["config"])?.Copy()
        ?? throw GoogleException.NotFound($"Service configuration {call["config"]} was not found.");

    private JsonObject Submit(ApiCall call)
    {
        var service = Target(call, "servicemanagement.services.update");
        var files = ((call.Body["configSource"] as JsonObject)?["files"] as JsonArray ?? []).OfType<JsonObject>().Select(file => (file.Text("filePath") ?? "", Decode(file.Text("fileContents") ?? ""))).ToList();
        return Show(World.ManagedServices.Submit(service.Name, files, call.Body.Flag("validateOnly")));
    }

    private JsonObject ListRollouts(ApiCall call) => Page.Of(call, "rollouts", [.. Target(call, "servicemanagement.services.get").Rollouts.Reverse().Select(rollout => rollout.Copy())], 100);

    private JsonObject GetRollout(ApiCall call) => Target(call, "servicemanagement.services.get").Rollouts.LastOrDefault(rollout => rollout.Text("rolloutId") == call["rollout"])?.Copy()
        ?? throw GoogleException.NotFound($"Rollout {call["rollout"]} was not found.");

    private JsonObject RollOut(ApiCall call) => Show(World.ManagedServices.RollOut(Target(call, "servicemanagement.services.update").Name, call.Body, call.Caller.Email));

    private JsonObject GetPolicy(ApiCall call) => World.PolicyMethods.Get(Policy(Target(call, "servicemanagement.services.getIamPolicy")), PolicyMethods.VersionIn(call.Body));

    private JsonObject SetPolicy(ApiCall call) => World.PolicyMethods.Set(Policy(Target(call, "servicemanagement.services.setIamPolicy")), call.Body);

    private JsonObject Test(ApiCall call)
    {
        var service = World.ManagedServices.Get(call["service"]);
        return TestPermissions(call, Policy(service), $"projects/{service.Producer}");
    }

    private JsonObject GetOperation(ApiCall call) => Show(World.Work.Find(call["operation"])
        ?? throw GoogleException.NotFound($"Operation not found: {call["operation"]}"));

    private JsonObject Show(Work work)
    {
        var json = new JsonObject
        {
            ["name"] = work.Id,
            ["metadata"] = new JsonObject { ["@type"] = Types + "OperationMetadata", ["resourceNames"] = new JsonArray($"services/{work.Target}"), ["startTime"] = Ids.Stamp(work.StartTime) },
        };
        if (!work.Done) return json;
        json["done"] = true;
        if (work.ErrorMessage is { } message) json["error"] = new JsonObject { ["code"] = work.ErrorCode ?? 2, ["message"] = message };
        else json["response"] = Result(work);
        return json;
    }

    private JsonObject Result(Work work)
    {
        if (work.Details["config"] is JsonObject config) return new JsonObject { ["@type"] = Types + "SubmitConfigSourceResponse", ["serviceConfig"] = config.Copy() };
        if (work.Details["rollout"] is JsonObject rollout)
        {
            var done = rollout.Copy();
            done.Insert(0, "@type", Types + "Rollout");
            done["status"] = "SUCCESS";
            return done;
        }

        return new JsonObject { ["@type"] = Types + "ManagedService", ["serviceName"] = work.Target, ["producerProjectId"] = work.Project };
    }

    private static JsonObject Show(ManagedService service) => new() { ["serviceName"] = service.Name, ["producerProjectId"] = service.Producer };

    private static byte[] Decode(string text)
    {
        var plain = text.Replace('-', '+').Replace('_', '/');
        try
        {
            return Convert.FromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException problem)
        {
            throw GoogleException.InvalidArgument($"Invalid value at 'config_source.files.file_contents' (TYPE_BYTES): {problem.Message}");
        }
    }
}
