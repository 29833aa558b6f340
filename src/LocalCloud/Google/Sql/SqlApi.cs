using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Operations;
using LocalCloud.Google.Store;

namespace LocalCloud.Google.Sql;

/// <summary>Cloud SQL Admin, as v1 and as the older v1beta4: instances, users, databases.</summary>
internal sealed class SqlApi : ApiSurface
{
    public SqlApi(GoogleWorld world) : base(world, "sqladmin", "sqladmin.googleapis.com", ErrorShape.Old)
    {
        foreach (var root in (string[])["v1", "sql/v1beta4"]) Map($"{root}/projects/{{project}}");
    }

    protected override GoogleException Denied(ApiCall call, string permission, string resource) =>
        new(403, "PERMISSION_DENIED", "The client is not authorized to make this request.", "notAuthorized");

    private void Map(string project)
    {
        var instances = $"{project}/instances";
        var instance = $"{instances}/{{name}}";
        Get(instances, "cloudsql.instances.list", List);
        Post(instances, null, "cloudsql.instances.create", call => Show(call, World.SqlInstances.Insert(call.Project.Id, call.Body)));
        Get(instance, "cloudsql.instances.get", call => Show(World.SqlInstances.Get(call.Project.Id, call["name"])));
        Patch(instance, null, "cloudsql.instances.update", Change);
        Put(instance, null, "cloudsql.instances.update", Change);
        Delete(instance, "cloudsql.instances.delete", call => Show(call, World.SqlInstances.Delete(call.Project.Id, call["name"])));
        Get($"{instance}/users", "cloudsql.users.list", ListUsers);
        Post($"{instance}/users", null, "cloudsql.users.create", call => SetUser(call, "CREATE_USER"));
        Put($"{instance}/users", null, "cloudsql.users.update", call => SetUser(call, "UPDATE_USER"));
        Delete($"{instance}/users", "cloudsql.users.delete", RemoveUser);
        Get($"{instance}/databases", "cloudsql.databases.list", ListDatabases);
        Post($"{instance}/databases", null, "cloudsql.databases.create", AddDatabase);
        Get($"{instance}/databases/{{database}}", "cloudsql.databases.get", GetDatabase);
        Delete($"{instance}/databases/{{database}}", "cloudsql.databases.delete", RemoveDatabase);
        Get($"{project}/operations/{{operation}}", "cloudsql.instances.get", GetOperation);
    }

    private JsonObject List(ApiCall call)
    {
        var page = Page.Of(call, "items", [.. World.SqlInstances.In(call.Project.Id).Select(Show)], 500, "maxResults");
        page.Insert(0, "kind", "sql#instancesList");
        return page;
    }

    private JsonObject Change(ApiCall call) => Show(call, World.SqlInstances.Patch(call.Project.Id, call["name"], call.Body));

    private JsonObject ListUsers(ApiCall call)
    {
        var instance = World.SqlInstances.Get(call.Project.Id, call["name"]);
        return new JsonObject { ["kind"] = "sql#usersList", ["items"] = Json.Array(instance.Users.Select(user => Show(instance, user))) };
    }

    private JsonObject SetUser(ApiCall call, string type)
    {
        var name = call.Body.Text("name") ?? call.Query["name"].ToString();
        var host = call.Body.Text("host") ?? call.Query["host"].ToString();
        World.SqlInstances.SetUser(call.Project.Id, call["name"], name, host, call.Body.Text("password") is { Length: > 0 });
        return AtOnce(call, type);
    }

    private JsonObject RemoveUser(ApiCall call)
    {
        World.SqlInstances.RemoveUser(call.Project.Id, call["name"], call.Query["name"].ToString(), call.Query["host"].ToString());
        return AtOnce(call, "DELETE_USER");
    }

    private JsonObject ListDatabases(ApiCall call)
    {
        var instance = World.SqlInstances.Get(call.Project.Id, call["name"]);
        return new JsonObject { ["kind"] = "sql#databasesList", ["items"] = Json.Array(instance.Databases.Select(name => Show(instance, name))) };
    }

    private JsonObject AddDatabase(ApiCall call)
    {
        World.SqlInstances.AddDatabase(call.Project.Id, call["name"], call.Body.Text("name") ?? "");
        return AtOnce(call, "CREATE_DATABASE");
    }

    private JsonObject GetDatabase(ApiCall call)
    {
        var instance = World.SqlInstances.Get(call.Project.Id, call["name"]);
        return instance.Databases.Contains(call["database"]) ? Show(instance, call["database"]) : throw new GoogleException(404, "NOT_FOUND", "Not Found", "notFound");
    }

    private JsonObject RemoveDatabase(ApiCall call)
    {
        World.SqlInstances.RemoveDatabase(call.Project.Id, call["name"], call["database"]);
        return AtOnce(call, "DELETE_DATABASE");
    }

    private JsonObject GetOperation(ApiCall call) => World.Work.Find(call["operation"]) is { } work && work.Project == call.Project.Id
        ? Show(call, work)
        : throw new GoogleException(404, "NOT_FOUND", "The Cloud SQL instance operation does not exist.", "operationDoesNotExist");

    private static JsonObject Show(ApiCall call, Work work)
    {
        var name = work.Target[(work.Target.IndexOf('/') + 1)..];
        var json = Operation(call, work.Id, work.Kind["sql.".Length..], name, work.Done ? "DONE" : "PENDING", work.StartTime);
        if (work.EndTime is { } end)
        {
            json["startTime"] = Ids.Stamp(work.StartTime);
            json["endTime"] = Ids.Stamp(end);
        }

        if (work.Done && work.ErrorMessage is { } message)
            json["error"] = new JsonObject { ["kind"] = "sql#operationErrors", ["errors"] = new JsonArray(new JsonObject { ["kind"] = "sql#operationError", ["code"] = "INTERNAL_ERROR", ["message"] = message }) };
        return json;
    }

    // Users and databases change at once.
    private JsonObject AtOnce(ApiCall call, string type) => Show(call, World.Work.AddDone(Ids.Uuid(), $"sql.{type}", call.Project.Id, $"{call.Project.Id}/{call["name"]}"));

    private static JsonObject Operation(ApiCall call, string id, string type, string target, string status, DateTimeOffset time)
    {
        var root = $"https://sqladmin.googleapis.com/sql/v1beta4/projects/{call.Project.Id}";
        return new JsonObject
        {
            ["kind"] = "sql#operation", ["name"] = id, ["operationType"] = type, ["status"] = status, ["user"] = call.Caller.Email, ["insertTime"] = Ids.Stamp(time),
            ["targetId"] = target, ["targetLink"] = $"{root}/instances/{target}", ["targetProject"] = call.Project.Id, ["selfLink"] = $"{root}/operations/{id}",
        };
    }

    private JsonObject Show(SqlInstance instance)
    {
        var project = World.Projects.Get(instance.Project);
        var json = new JsonObject
        {
            ["kind"] = "sql#instance", ["state"] = instance.State, ["databaseVersion"] = "MYSQL_8_0", ["instanceType"] = "CLOUD_SQL_INSTANCE", ["region"] = "us-central1",
            ["backendType"] = "SECOND_GEN", ["settings"] = DefaultSettings(),
        };
        json.Merge(instance.Body);
        var region = json.Text("region")!;
        json["project"] = instance.Project;
        json["connectionName"] = $"{instance.Project}:{region}:{instance.Name}";
        json["createTime"] = Ids.Stamp(instance.CreateTime);
        json["etag"] = Convert.ToBase64String(Convert.FromHexString(Ids.Derived(json.ToJsonString(), 64)));
        json["selfLink"] = $"https://sqladmin.googleapis.com/sql/v1beta4/projects/{instance.Project}/instances/{instance.Name}";
        json["serviceAccountEmailAddress"] = $"p{project.Number}-{Ids.Derived(instance.Id, 6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com";
        ((JsonObject)json["settings"]!)["settingsVersion"] = "1";
        if (instance.State != "RUNNABLE") return json;
        json["gceZone"] = (json["settings"]!["locationPreference"] as JsonObject)?.Text("zone") ?? $"{region}-a";
        json["ipAddresses"] = new JsonArray(new JsonObject { ["type"] = "PRIMARY", ["ipAddress"] = $"203.0.113.{1 + (Convert.ToInt32(Ids.Derived(instance.Id, 2), 16) % 254)}" });
        return json;
    }

    private static JsonObject DefaultSettings() => new()
    {
        ["kind"] = "sql#settings", ["activationPolicy"] = "ALWAYS", ["availabilityType"] = "ZONAL", ["connectorEnforcement"] = "NOT_REQUIRED", ["dataDiskSizeGb"] = "10",
        ["dataDiskType"] = "PD_SSD", ["deletionProtectionEnabled"] = false, ["edition"] = "ENTERPRISE", ["pricingPlan"] = "PER_USE", ["replicationType"] = "SYNCHRONOUS",
        ["storageAutoResize"] = true, ["storageAutoResizeLimit"] = "0", ["authorizedGaeApplications"] = new JsonArray(),
        ["backupConfiguration"] = new JsonObject
        {
            ["kind"] = "sql#backupConfiguration", ["enabled"] = false, ["startTime"] = "12:00", ["transactionLogRetentionDays"] = 7,
            ["backupRetentionSettings"] = new JsonObject { ["retainedBackups"] = 7, ["retentionUnit"] = "COUNT" },
        },
        ["ipConfiguration"] = new JsonObject { ["authorizedNetworks"] = new JsonArray(), ["ipv4Enabled"] = true, ["requireSsl"] = false, ["sslMode"] = "ALLOW_UNENCRYPTED_AND_ENCRYPTED" },
    };

    private static JsonObject Show(SqlInstance instance, SqlUser user) => new()
    {
        ["kind"] = "sql#user", ["name"] = user.Name, ["host"] = user.Host, ["instance"] = instance.Name, ["project"] = instance.Project,
        ["etag"] = Convert.ToBase64String(Convert.FromHexString(Ids.Derived($"{instance.Id}/{user.Name}", 16))),
    };

    private static JsonObject Show(SqlInstance instance, string database) => new()
    {
        ["kind"] = "sql#database", ["name"] = database, ["charset"] = "utf8mb4", ["collation"] = "utf8mb4_0900_ai_ci", ["instance"] = instance.Name, ["project"] = instance.Project,
        ["selfLink"] = $"https://sqladmin.googleapis.com/sql/v1beta4/projects/{instance.Project}/instances/{instance.Name}/databases/{database}",
    };
}
