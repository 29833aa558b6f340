using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.Services;

/// <summary>Service Usage v1.</summary>
internal sealed class ServiceUsageApi : ApiSurface
{
    private const string Services = "v1/projects/{project}/services";
    private const string Types = "type.googleapis.com/google.api.serviceusage.v1.";
    private const int MostAtOnce = 20;

    public ServiceUsageApi(GoogleWorld world) : base(world, "su", "serviceusage.googleapis.com", ErrorShape.New, FieldTable.Of("serviceusage", "google.api.serviceusage.v1"))
    {
        Get(Services, "serviceusage.services.list", List);
        Get($"{Services}:batchGet", "serviceusage.services.get", BatchGet);
        Get($"{Services}/{{service}}", "serviceusage.services.get", call => Show(call.Project, Known(call["service"])));
        Post($"{Services}/{{service}}:enable", "EnableServiceRequest", "serviceusage.services.enable", call => Begin(call, [call["service"]], enable: true));
        Post($"{Services}/{{service}}:disable", "DisableServiceRequest", "serviceusage.services.disable", call => Begin(call, [call["service"]], enable: false));
        Post($"{Services}:batchEnable", "BatchEnableServicesRequest", "serviceusage.services.enable", BatchEnable);
        Get("v1/operations/{operation}", null, Operation);
    }

    protected override bool NeedsActivation => false;

    protected override GoogleException Denied(ApiCall call, string permission, string resource) => GoogleException.PermissionDenied(
        $"Permission denied to {(permission.EndsWith("enable", StringComparison.Ordinal) ? "enable service" : "access services")} [{(call.Has("service") ? call["service"] : call["project"])}]",
        Detail.Precondition("googleapis.com", call["project"], "AUTH_PERMISSION_DENIED"),
        Detail.ErrorInfo("AUTH_PERMISSION_DENIED", "serviceusage.googleapis.com", ("permission", permission)));

    private JsonObject List(ApiCall call)
    {
        var filter = call.Query["filter"].ToString();
        if (filter is not ("" or "state:ENABLED" or "state:DISABLED")) throw GoogleException.InvalidArgument($"Invalid filter: {filter}. Only filters by state are supported.");
        var names = World.Services.Names(call.Project.Id)
            .Where(name => filter.Length == 0 || World.Services.IsEnabled(call.Project.Id, name) == (filter == "state:ENABLED"));
        return Page.Of(call, "services", [.. names.Select(name => Show(call.Project, name))], 200);
    }

    private JsonObject BatchGet(ApiCall call) => new()
    {
        ["services"] = Json.Array(call.Query["names"].OfType<string>().Select(name => Show(call.Project, Known(name[(name.LastIndexOf('/') + 1)..])))),
    };

    private JsonObject BatchEnable(ApiCall call)
    {
        var services = call.Body.Texts("serviceIds");
        if (services.Count is 0 or > MostAtOnce) throw GoogleException.InvalidArgument($"The number of services must be between 1 and {MostAtOnce}.");
        return Begin(call, services, enable: true, isBatch: true);
    }

    private JsonObject Begin(ApiCall call, IReadOnlyList<string> services, bool enable, bool isBatch = false) =>
        Show(World.Services.Begin(call.Project, services, enable), isBatch);

    private JsonObject Operation(ApiCall call)
    {
        var name = $"operations/{call["operation"]}";
        if (name == ServiceActivation.NothingToDo) return new JsonObject { ["name"] = name, ["done"] = true };
        var work = World.Work.Find(name) ?? throw GoogleException.NotFound($"Operation not found: {name}");
        return Show(work, ServiceActivation.ServicesOf(work).Count > 1);
    }

    private JsonObject Show(Work work, bool isBatch)
    {
        var json = new JsonObject { ["name"] = work.Id };
        if (!work.Done) return json;
        var project = World.Projects.Get(work.Project);
        var services = ServiceActivation.ServicesOf(work);
        json["done"] = true;
        json["metadata"] = new JsonObject { ["@type"] = Types + "OperationMetadata", ["resourceNames"] = Json.List(services.Select(service => $"services/{service}")) };
        if (work.ErrorMessage is { } message) json["error"] = new JsonObject { ["code"] = work.ErrorCode ?? 2, ["message"] = message };
        else if (isBatch) json["response"] = new JsonObject { ["@type"] = Types + "BatchEnableServicesResponse", ["services"] = Json.Array(services.Select(service => Show(project, service))) };
        else json["response"] = new JsonObject { ["@type"] = $"{Types}{(ServiceActivation.Enables(work) ? "Enable" : "Disable")}ServiceResponse", ["service"] = Show(project, services[0]) };
        return json;
    }

    private JsonObject Show(Project project, string service) => new()
    {
        ["name"] = $"projects/{project.Number}/services/{service}",
        ["config"] = new JsonObject { ["name"] = service, ["title"] = ServiceCatalog.Title(service) },
        ["state"] = World.Services.IsEnabled(project.Id, service) ? "ENABLED" : "DISABLED",
        ["parent"] = $"projects/{project.Number}",
    };

    private string Known(string service) => World.Services.Knows(service) ? service : throw ServiceActivation.NotFound(service);
}
