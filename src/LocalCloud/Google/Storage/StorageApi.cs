using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;
using LocalCloud.Google.Iam;
using LocalCloud.Google.Projects;
using LocalCloud.Google.Store;
using LocalCloud.Google.Wire;

namespace LocalCloud.Google.Storage;

/// <summary>Cloud Storage JSON v1: buckets and their policies. Objects are listed, and there are none.</summary>
internal sealed class StorageApi : ApiSurface
{
    private const string Buckets = "storage/v1/b";
    private const string OneBucket = $"{Buckets}/{{bucket}}";

    public StorageApi(GoogleWorld world) : base(world, "storage", "storage.googleapis.com", ErrorShape.Old, FieldTable.Of("storage", "google.storage.v1"))
    {
        Get(Buckets, null, List);
        Post(Buckets, "Bucket", null, Create);
        Get(OneBucket, null, call => Show(Target(call, "storage.buckets.get")));
        Patch(OneBucket, "Bucket", null, Change);
        Put(OneBucket, "Bucket", null, Change);
        RouteAsync("DELETE", OneBucket, null, null, Remove);
        Get($"{OneBucket}/iam", null, GetPolicy);
        Put($"{OneBucket}/iam", "Policy", null, SetPolicy);
        Get($"{OneBucket}/iam/testPermissions", null, Test);
        Get($"{OneBucket}/o", null, ListObjects);
    }

    protected override GoogleException Denied(ApiCall call, string permission, string resource) => GoogleException.PermissionDenied(
        $"{call.Caller.Email} does not have {permission} access to the Google Cloud {(call.Has("bucket") ? "Storage bucket" : "project")}. Permission '{permission}' denied on resource (or it may not exist).");

    private Bucket Target(ApiCall call, string permission)
    {
        // A bucket of somebody else is refused, not missing: its name is taken.
        if (World.Buckets.TakenNames.Contains(call["bucket"])) throw Denied(call, permission, $"buckets/{call["bucket"]}");
        var bucket = World.Buckets.Get(call["bucket"]);
        Require(call, permission, $"buckets/{bucket.Name}", $"projects/{bucket.Project}");
        return bucket;
    }

    private Project Owner(ApiCall call, string permission)
    {
        var named = call.Query["project"].ToString();
        var project = World.Projects.Find(named) ?? Project.Missing(named);
        Require(call, permission, project.Resource);
        return project;
    }

    private JsonObject List(ApiCall call)
    {
        var page = Page.Of(call, "items", [.. World.Buckets.In(Owner(call, "storage.buckets.list").Id).Select(Show)], 1000, "maxResults");
        page.Insert(0, "kind", "storage#buckets");
        return page;
    }

    private JsonObject Create(ApiCall call) => Show(World.Buckets.Create(Owner(call, "storage.buckets.create").Id, call.Body));

    private JsonObject Change(ApiCall call)
    {
        var bucket = Target(call, "storage.buckets.update");
        if (call.Header("If-Match") is { Length: > 0 } mark && !Etags.Same(mark, Etag(bucket.Generation))) throw GoogleException.ConditionNotMet();
        var seen = call.Query["ifMetagenerationMatch"].ToString();
        return Show(World.Buckets.Change(bucket.Name, call.Body, seen.Length == 0 ? null : long.Parse(seen, CultureInfo.InvariantCulture)));
    }

    private ValueTask<JsonNode?> Remove(ApiCall call)
    {
        World.Buckets.Delete(Target(call, "storage.buckets.delete").Name);
        return default;
    }

    private JsonObject GetPolicy(ApiCall call)
    {
        var bucket = Target(call, "storage.buckets.getIamPolicy");
        var version = long.TryParse(call.Query["optionsRequestedPolicyVersion"], out var asked) ? asked : 1;
        return Show(bucket, World.PolicyMethods.Get(PolicyOf(bucket), version));
    }

    // No wrapper around the policy here, and a mark that is over answers 412 where the other APIs say 409.
    private JsonObject SetPolicy(ApiCall call)
    {
        var bucket = Target(call, "storage.buckets.setIamPolicy");
        try
        {
            return Show(bucket, World.PolicyMethods.Write(PolicyOf(bucket), call.Body, ["bindings"]).ToJson());
        }
        catch (GoogleException refusal) when (refusal.Status == "ABORTED")
        {
            throw GoogleException.ConditionNotMet();
        }
    }

    private JsonObject Test(ApiCall call)
    {
        var bucket = World.Buckets.Get(call["bucket"]);
        var held = call.Query["permissions"].OfType<string>().Where(permission => World.Access.Allows(call.Caller, permission, [PolicyOf(bucket), $"projects/{bucket.Project}"]));
        return new JsonObject { ["kind"] = "storage#testIamPermissionsResponse", ["permissions"] = Json.List(held) };
    }

    private JsonObject ListObjects(ApiCall call)
    {
        Target(call, "storage.objects.list");
        return new JsonObject { ["kind"] = "storage#objects" };
    }

    private static string PolicyOf(Bucket bucket) => $"buckets/{bucket.Name}";

    private static JsonObject Show(Bucket bucket, JsonObject policy)
    {
        policy["kind"] = "storage#policy";
        policy["resourceId"] = $"projects/_/buckets/{bucket.Name}";
        return policy;
    }

    private JsonObject Show(Bucket bucket)
    {
        var json = new JsonObject
        {
            ["kind"] = "storage#bucket",
            ["id"] = bucket.Name,
            ["selfLink"] = $"https://www.googleapis.com/storage/v1/b/{bucket.Name}",
            ["projectNumber"] = World.Projects.Get(bucket.Project).Number,
            ["name"] = bucket.Name,
            ["timeCreated"] = Ids.Stamp(bucket.CreateTime),
            ["updated"] = Ids.Stamp(bucket.CreateTime),
            ["metageneration"] = bucket.Generation.ToString(CultureInfo.InvariantCulture),
            ["location"] = "US",
            ["storageClass"] = "STANDARD",
            ["etag"] = Etag(bucket.Generation),
        };
        json.Merge(bucket.Body);
        json["location"] = (bucket.Body.Text("location") ?? "US").ToUpperInvariant();
        json["locationType"] = bucket.Body.Text("location")?.Contains('-') == true ? "region" : "multi-region";
        return json;
    }

    // A protocol buffer with the number in field 1, as the real marks are.
    private static string Etag(long generation) => Convert.ToBase64String([0x08, .. Varint(generation)]);

    private static IEnumerable<byte> Varint(long value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
