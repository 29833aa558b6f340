using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Google.Container;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.Compute;

/// <summary>Compute Engine v1, the part that a Kubeflow deployment meets.</summary>
internal sealed class ComputeApi : ApiSurface
{
    private const string Root = "compute/v1/projects/{project}";
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    public ComputeApi(GoogleWorld world) : base(world, "compute", "compute.googleapis.com", ErrorShape.Old, FieldTable.Of("compute", "google.cloud.compute.v1"))
    {
        Get(Root, "compute.projects.get", ShowProject);
        Get($"{Root}/regions", "compute.regions.list", call => List(call, "compute#regionList", [.. Geography.Regions.Select(region => ShowRegion(call.Project, region))]));
        Get($"{Root}/regions/{{region}}", "compute.regions.get", call => ShowRegion(call.Project, RequireRegion(call)));
        Get($"{Root}/zones", "compute.zones.list", call => List(call, "compute#zoneList", [.. Geography.Zones.Select(zone => ShowZone(call.Project, zone))]));
        Get($"{Root}/zones/{{zone}}", "compute.zones.get", call => ShowZone(call.Project, RequireZone(call)));
        MapTypes();
        MapAddresses("global", "globalAddresses");
        MapAddresses("regions/{region}", "addresses");
        Get($"{Root}/aggregated/addresses", "compute.addresses.list", AggregatedAddresses);
        Get($"{Root}/global/backendServices", "compute.backendServices.list", call => List(call, "compute#backendServiceList", [.. world.BackendServices.In(call.Project.Id).Select(Show)]));
        Get($"{Root}/global/backendServices/{{name}}", "compute.backendServices.get", call => Show(RequireBackend(call)));
        Post($"{Root}/global/backendServices/{{name}}/getHealth", null, "compute.backendServices.get", Health);
        Get($"{Root}/zones/{{zone}}/instanceGroupManagers", "compute.instanceGroupManagers.list", call => List(call, "compute#instanceGroupManagerList", [.. Groups(call).Select(group => Show(group.Pool, group.Zone))]));
        Get($"{Root}/zones/{{zone}}/instanceGroupManagers/{{name}}", "compute.instanceGroupManagers.get", ShowGroup);
        MapOperations("global", "globalOperations");
        MapOperations("zones/{zone}", "zoneOperations");
        MapOperations("regions/{region}", "regionOperations");
    }

    protected override GoogleException Denied(ApiCall call, string permission, string resource) =>
        GoogleException.PermissionDenied($"Required '{permission}' permission for 'projects/{call["project"]}{(call.Has("name") ? $"/{call["name"]}" : "")}'");

    private void MapTypes()
    {
        Get($"{Root}/zones/{{zone}}/machineTypes", "compute.machineTypes.list", call => List(call, "compute#machineTypeList", [.. MachineTypes.All.Select(type => Show(call.Project, RequireZone(call), type))]));
        Get($"{Root}/zones/{{zone}}/machineTypes/{{name}}", "compute.machineTypes.get", ShowMachineType);
        Get($"{Root}/aggregated/machineTypes", "compute.machineTypes.list", call => Aggregated(call, "machineTypes", "compute#machineTypeAggregatedList", zone => MachineTypes.All.Select(type => Show(call.Project, zone, type))));
        Get($"{Root}/zones/{{zone}}/acceleratorTypes", "compute.acceleratorTypes.list", call => List(call, "compute#acceleratorTypeList", [.. ShowAccelerators(call.Project, RequireZone(call))]));
        Get($"{Root}/aggregated/acceleratorTypes", "compute.acceleratorTypes.list", call => Aggregated(call, "acceleratorTypes", "compute#acceleratorTypeAggregatedList", zone => ShowAccelerators(call.Project, zone)));
    }

    private void MapAddresses(string scope, string permission)
    {
        var path = $"{Root}/{scope}/addresses";
        Get(path, $"compute.{permission}.list", call => List(call, "compute#addressList", [.. World.Addresses.In(call.Project.Id).Where(address => address.Scope == Scope(call)).Select(Show)]));
        Post(path, "Address", $"compute.{permission}.create", call => Show(call, World.Addresses.Reserve(call.Project.Id, Scope(call), call.Body)));
        Get($"{path}/{{name}}", $"compute.{permission}.get", ShowAddress);
        Delete($"{path}/{{name}}", $"compute.{permission}.delete", call => Show(call, World.Addresses.Release(call.Project.Id, Scope(call), call["name"])));
    }

    private void MapOperations(string scope, string permission)
    {
        Get($"{Root}/{scope}/operations", $"compute.{permission}.list", call => List(call, "compute#operationList", [.. Operations(call).Select(work => Show(call, work))]));
        Get($"{Root}/{scope}/operations/{{name}}", $"compute.{permission}.get", call => Show(call, RequireOperation(call)));
        RouteAsync("POST", $"{Root}/{scope}/operations/{{name}}/wait", null, $"compute.{permission}.get", WaitAsync);
    }

    private static string Scope(ApiCall call) => call.Has("region") ? $"regions/{RequireRegion(call)}" : call.Has("zone") ? $"zones/{RequireZone(call)}" : "global";

    private static string RequireRegion(ApiCall call) => Geography.IsRegion(call["region"]) ? call["region"]
        : throw new GoogleException(400, "INVALID_ARGUMENT", $"Invalid value for field 'region': '{call["region"]}'. Unknown region.", "invalid");

    private static string RequireZone(ApiCall call) => Geography.IsZone(call["zone"]) ? call["zone"]
        : throw new GoogleException(400, "INVALID_ARGUMENT", $"Invalid value for field 'zone': '{call["zone"]}'. Unknown zone.", "invalid");

    // A list page: kind, id, items, nextPageToken, selfLink.
    private static JsonObject List(ApiCall call, string kind, IReadOnlyList<JsonObject> items)
    {
        var filter = ComputeFilter.Parse(call.Query["filter"].ToString());
        var page = Page.Of(call, "items", [.. items.Where(filter)], 500, "maxResults");
        page.Insert(0, "kind", kind);
        page["id"] = $"projects/{call.Project.Id}/{kind[8..]}";
        page["selfLink"] = ComputeNames.Link($"projects/{call.Project.Id}/{kind[8..]}");
        return page;
    }

    // Items by scope; a page cuts through the scopes, and a scope without items says so.
    private static JsonObject Aggregated(ApiCall call, string field, string kind, Func<string, IEnumerable<JsonObject>> itemsOf)
    {
        var all = Geography.Zones.SelectMany(zone => itemsOf(zone).Select(item => (Scope: $"zones/{zone}", Item: item))).ToList();
        var page = Page.Of(call, "cut", [.. all.Select((_, at) => (JsonNode)at)], 500, "maxResults");
        var cut = (page["cut"] as JsonArray ?? []).Select(at => all[at!.GetValue<int>()]).ToLookup(entry => entry.Scope, entry => entry.Item);
        var scopes = new JsonObject();
        foreach (var zone in Geography.Zones.Select(zone => $"zones/{zone}"))
        {
            if (cut[zone].Any()) scopes[zone] = new JsonObject { [field] = Json.Array(cut[zone]) };
            else if (string.Equals(call.Query["includeAllScopes"], "true", StringComparison.OrdinalIgnoreCase)) scopes[zone] = Nothing(zone);
        }

        var answer = new JsonObject { ["kind"] = kind, ["id"] = $"projects/{call.Project.Id}/aggregated/{field}", ["items"] = scopes };
        answer.With("nextPageToken", page["nextPageToken"]?.DeepClone());
        answer["selfLink"] = ComputeNames.Link($"projects/{call.Project.Id}/aggregated/{field}");
        return answer;
    }

    private static JsonObject Nothing(string scope) => new()
    {
        ["warning"] = new JsonObject
        {
            ["code"] = "NO_RESULTS_ON_PAGE", ["message"] = $"There are no results for scope '{scope}' on this page.",
            ["data"] = new JsonArray(new JsonObject { ["key"] = "scope", ["value"] = scope }),
        },
    };

    private JsonObject AggregatedAddresses(ApiCall call)
    {
        var scopes = new JsonObject();
        foreach (var group in World.Addresses.In(call.Project.Id).GroupBy(address => address.Scope)) scopes[group.Key] = new JsonObject { ["addresses"] = Json.Array(group.Select(Show)) };
        return new JsonObject
        {
            ["kind"] = "compute#addressAggregatedList", ["id"] = $"projects/{call.Project.Id}/aggregated/addresses", ["items"] = scopes,
            ["selfLink"] = ComputeNames.Link($"projects/{call.Project.Id}/aggregated/addresses"),
        };
    }

    private static JsonObject ShowProject(ApiCall call) => new()
    {
        ["kind"] = "compute#project", ["id"] = call.Project.Number, ["name"] = call.Project.Id, ["creationTimestamp"] = Ids.Stamp(call.Project.CreateTime),
        ["defaultServiceAccount"] = call.Project.DefaultComputeAccount, ["defaultNetworkTier"] = "PREMIUM", ["selfLink"] = ComputeNames.Link(call.Project.Resource),
    };

    private JsonObject ShowRegion(Project project, string region) => new()
    {
        ["kind"] = "compute#region", ["id"] = Number(region), ["creationTimestamp"] = "1969-12-31T16:00:00.000-08:00", ["name"] = region, ["description"] = region,
        ["status"] = "UP",
        ["zones"] = Json.List(Geography.ZonesOf(region).Select(zone => ComputeNames.Link($"{project.Resource}/zones/{zone}"))),
        ["quotas"] = Json.Array(QuotaBook.Metrics.Select(metric => new JsonObject
        {
            ["metric"] = metric, ["limit"] = World.Quotas.Limit(project, region, metric), ["usage"] = World.Quotas.Usage(project, region, metric),
        })),
        ["selfLink"] = ComputeNames.Link($"{project.Resource}/regions/{region}"),
    };

    private static JsonObject ShowZone(Project project, string zone) => new()
    {
        ["kind"] = "compute#zone", ["id"] = Number(zone), ["creationTimestamp"] = "1969-12-31T16:00:00.000-08:00", ["name"] = zone, ["description"] = zone, ["status"] = "UP",
        ["region"] = ComputeNames.Link($"{project.Resource}/regions/{Geography.RegionOf(zone)}"), ["selfLink"] = ComputeNames.Link($"{project.Resource}/zones/{zone}"),
    };

    private JsonObject ShowMachineType(ApiCall call)
    {
        var zone = RequireZone(call);
        return Show(call.Project, zone, MachineTypes.Find(call["name"]) ?? throw ComputeNames.Missing($"{call.Project.Resource}/zones/{zone}/machineTypes/{call["name"]}"));
    }

    private static JsonObject Show(Project project, string zone, MachineType type) => new()
    {
        ["kind"] = "compute#machineType", ["id"] = Number(type.Name), ["creationTimestamp"] = "1969-12-31T16:00:00.000-08:00", ["name"] = type.Name,
        ["description"] = $"{type.Cpus} vCPUs, {Math.Round(type.MemoryMb / 1024.0, 2).ToString(CultureInfo.InvariantCulture)} GB RAM",
        ["guestCpus"] = type.Cpus, ["memoryMb"] = type.MemoryMb, ["imageSpaceGb"] = 0, ["maximumPersistentDisks"] = 128, ["maximumPersistentDisksSizeGb"] = "263168",
        ["zone"] = zone, ["isSharedCpu"] = type.Shared, ["architecture"] = type.Name.StartsWith("t2a", StringComparison.Ordinal) ? "ARM64" : "X86_64",
        ["selfLink"] = ComputeNames.Link($"{project.Resource}/zones/{zone}/machineTypes/{type.Name}"),
    };

    private static IEnumerable<JsonObject> ShowAccelerators(Project project, string zone) => Accelerators.In(zone).Select(type => new JsonObject
    {
        ["kind"] = "compute#acceleratorType", ["id"] = Number(type.Name), ["creationTimestamp"] = "1969-12-31T16:00:00.000-08:00", ["name"] = type.Name, ["description"] = type.Description,
        ["zone"] = ComputeNames.Link($"{project.Resource}/zones/{zone}"), ["selfLink"] = ComputeNames.Link($"{project.Resource}/zones/{zone}/acceleratorTypes/{type.Name}"),
        ["maximumCardsPerInstance"] = type.Most,
    });

    private JsonObject ShowAddress(ApiCall call)
    {
        var scope = Scope(call);
        return Show(World.Addresses.Find(call.Project.Id, scope, call["name"]) ?? throw ComputeNames.Missing($"{call.Project.Resource}/{scope}/addresses/{call["name"]}"));
    }

    private static JsonObject Show(Address address)
    {
        var json = new JsonObject
        {
            ["kind"] = "compute#address", ["id"] = address.Id, ["creationTimestamp"] = Ids.Stamp(address.CreateTime), ["description"] = "", ["address"] = address.Ip,
            ["status"] = address.Users.Count > 0 ? "IN_USE" : "RESERVED", ["addressType"] = "EXTERNAL", ["ipVersion"] = "IPV4", ["networkTier"] = "PREMIUM",
            ["labelFingerprint"] = Convert.ToBase64String(Convert.FromHexString(Ids.Derived(address.Path, 16))),
        };
        json.Merge(address.Body);
        json["selfLink"] = ComputeNames.Link(address.Path);
        if (address.Scope != "global") json["region"] = ComputeNames.Link($"projects/{address.Project}/{address.Scope}");
        if (address.Users.Count > 0) json["users"] = Json.List(address.Users);
        return json;
    }

    private BackendService RequireBackend(ApiCall call) => World.BackendServices.Find(call.Project.Id, call["name"])
        ?? throw ComputeNames.Missing($"{call.Project.Resource}/global/backendServices/{call["name"]}");

    private static JsonObject Show(BackendService service)
    {
        var json = new JsonObject
        {
            ["kind"] = "compute#backendService", ["id"] = service.Id, ["creationTimestamp"] = Ids.Stamp(service.CreateTime), ["name"] = service.Name,
            ["protocol"] = "HTTP", ["port"] = 80, ["portName"] = "http", ["timeoutSec"] = 30, ["loadBalancingScheme"] = "EXTERNAL", ["sessionAffinity"] = "NONE",
            ["fingerprint"] = Convert.ToBase64String(Convert.FromHexString(Ids.Derived(service.Path, 16))), ["selfLink"] = ComputeNames.Link(service.Path),
        };
        json.Merge(service.Body);
        if (service.Health.Count > 0 && !json.ContainsKey("backends"))
            json["backends"] = new JsonArray(new JsonObject { ["group"] = ComputeNames.Link($"projects/{service.Project}/zones/us-central1-a/networkEndpointGroups/{service.Name}"), ["balancingMode"] = "RATE", ["maxRatePerEndpoint"] = 1 });
        return json;
    }

    private JsonObject Health(ApiCall call)
    {
        var service = RequireBackend(call);
        var answer = new JsonObject { ["kind"] = "compute#backendServiceGroupHealth" };
        if (service.Health.Count > 0)
        {
            answer["healthStatus"] = Json.Array(service.Health.Select((state, at) => new JsonObject { ["healthState"] = state, ["ipAddress"] = $"10.112.0.{at + 10}", ["port"] = 80 }));
        }

        return answer;
    }

    private IEnumerable<(NodePool Pool, string Zone)> Groups(ApiCall call)
    {
        var zone = RequireZone(call);
        return World.Clusters.In(call.Project.Id).SelectMany(cluster => World.Clusters.PoolsOf(cluster.Key)).Where(pool => pool.HasMachines && pool.Zones.Contains(zone)).Select(pool => (pool, zone));
    }

    private JsonObject ShowGroup(ApiCall call)
    {
        var found = Groups(call).FirstOrDefault(group => group.Pool.InstanceGroup(group.Zone) == call["name"]);
        if (found.Pool is null) throw ComputeNames.Missing($"{call.Project.Resource}/zones/{call["zone"]}/instanceGroupManagers/{call["name"]}");
        return Show(found.Pool, found.Zone);
    }

    private static JsonObject Show(NodePool pool, string zone)
    {
        var name = pool.InstanceGroup(zone);
        var place = $"projects/{pool.Cluster.Project}/zones/{zone}";
        return new JsonObject
        {
            ["kind"] = "compute#instanceGroupManager", ["id"] = Number(name), ["name"] = name, ["baseInstanceName"] = name[..^4], ["targetSize"] = pool.NodesPerZone,
            ["currentActions"] = new JsonObject { ["none"] = pool.NodesPerZone }, ["status"] = new JsonObject { ["isStable"] = true },
            ["instanceGroup"] = ComputeNames.Link($"{place}/instanceGroups/{name}"), ["zone"] = ComputeNames.Link(place),
            ["selfLink"] = ComputeNames.Link($"{place}/instanceGroupManagers/{name}"),
        };
    }

    private IEnumerable<Work> Operations(ApiCall call)
    {
        var scope = Scope(call);
        return World.Work.All.Where(work => work.Kind.StartsWith("compute.", StringComparison.Ordinal) && work.Project == call.Project.Id && ScopeOf(work) == scope);
    }

    private Work RequireOperation(ApiCall call) => Operations(call).FirstOrDefault(work => work.Id == call["name"])
        ?? throw ComputeNames.Missing($"{call.Project.Resource}/{Scope(call)}/operations/{call["name"]}");

    // Answers when the operation is done, or after two minutes with whatever it is then.
    private async ValueTask<JsonNode?> WaitAsync(ApiCall call)
    {
        var work = RequireOperation(call);
        var wait = work.DueAt - World.Now;
        if (!work.Done && wait > TimeSpan.Zero) await Task.Delay(wait < LongestWait ? wait : LongestWait, World.Time, call.Cancellation);
        await World.SettleAsync(call.Cancellation);
        return Show(call, RequireOperation(call));
    }

    private static string ScopeOf(Work work)
    {
        var parts = work.Target.Split('/');
        return parts[2] == "global" ? "global" : $"{parts[2]}/{parts[3]}";
    }

    private static JsonObject Show(ApiCall call, Work work)
    {
        var scope = ScopeOf(work);
        var json = new JsonObject
        {
            ["kind"] = "compute#operation", ["id"] = Number(work.Id), ["name"] = work.Id,
            ["operationType"] = work.Kind.Contains("delete", StringComparison.Ordinal) ? "delete" : "insert",
            ["targetLink"] = ComputeNames.Link(work.Target), ["targetId"] = Number(work.Target), ["status"] = work.Done ? "DONE" : "RUNNING", ["user"] = call.Caller.Email,
            ["progress"] = work.Done ? 100 : 0, ["insertTime"] = Ids.Stamp(work.StartTime), ["startTime"] = Ids.Stamp(work.StartTime),
            ["selfLink"] = ComputeNames.Link($"projects/{work.Project}/{scope}/operations/{work.Id}"),
        };
        if (work.EndTime is { } end) json["endTime"] = Ids.Stamp(end);
        if (!work.Done || work.ErrorMessage is null) return json;
        json["httpErrorStatusCode"] = 400;
        json["httpErrorMessage"] = "BAD REQUEST";
        json["error"] = new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = work.ErrorCode == 8 ? "QUOTA_EXCEEDED" : "INTERNAL_ERROR", ["message"] = work.ErrorMessage }) };
        return json;
    }

    // Resources that are computed have a number all the same: always the same one for the same name.
    private static string Number(string name) => (Convert.ToUInt64(Ids.Derived(name, 15), 16) % 9_000_000_000_000_000_000 + 1_000_000_000_000_000_000).ToString(CultureInfo.InvariantCulture);
}
