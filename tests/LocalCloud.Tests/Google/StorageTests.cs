namespace LocalCloud.Tests.Google;

public sealed class StorageTests
{
    private const string Buckets = "/storage/storage/v1/b";

    private static async Task<GoogleServer> WithBucketAsync()
    {
        var server = await GoogleServer.StartAsync();
        (await server.PostAsync($"{Buckets}?project={GoogleServer.Project}", """{"name":"kfp-artifacts","location":"us-central1","iamConfiguration":{"uniformBucketLevelAccess":{"enabled":true}}}""")).Ok();
        return server;
    }

    [Fact]
    public async Task A_bucket_is_made_once_in_the_world()
    {
        await using var server = await WithBucketAsync();
        var bucket = (await server.GetAsync($"{Buckets}/kfp-artifacts?projection=full")).Ok();
        Assert.Equal(GoogleServer.Number, bucket["projectNumber"]);
        Assert.Equal("US-CENTRAL1", bucket["location"]);
        var again = (await server.PostAsync($"{Buckets}?project={GoogleServer.Project}", """{"name":"kfp-artifacts"}""")).Refused(409, "you already own it");
        Assert.Equal("conflict", again["error.errors[0].reason"]);
        server.World.Buckets.TakenNames.Add("somebody-elses");
        (await server.PostAsync($"{Buckets}?project={GoogleServer.Project}", """{"name":"somebody-elses"}""")).Refused(409, "not available");
        (await server.GetAsync($"{Buckets}/somebody-elses")).Refused(403, "storage.buckets.get");
        (await server.GetAsync($"{Buckets}/nope")).Refused(404, "The specified bucket does not exist.");
    }

    [Fact]
    public async Task A_bucket_policy_has_no_wrapper_and_an_old_mark_is_a_failed_precondition()
    {
        await using var server = await WithBucketAsync();
        var policy = (await server.GetAsync($"{Buckets}/kfp-artifacts/iam?optionsRequestedPolicyVersion=3")).Ok().Json!;
        policy["bindings"] = System.Text.Json.Nodes.JsonNode.Parse("""[{"role":"roles/storage.objectViewer","members":["allUsers"]}]""");
        (await server.PutAsync($"{Buckets}/kfp-artifacts/iam", policy)).Ok();
        var refusal = (await server.PutAsync($"{Buckets}/kfp-artifacts/iam", policy)).Refused(412, "pre-conditions");
        Assert.Equal("conditionNotMet", refusal["error.errors[0].reason"]);
    }

    [Fact]
    public async Task A_changed_bucket_has_another_generation()
    {
        await using var server = await WithBucketAsync();
        Assert.Equal("2", (await server.PatchAsync($"{Buckets}/kfp-artifacts?ifMetagenerationMatch=1", """{"labels":{"a":"b"}}""")).Ok()["metageneration"]);
        (await server.PatchAsync($"{Buckets}/kfp-artifacts?ifMetagenerationMatch=1", """{"labels":{"a":"c"}}""")).Refused(412);
        Assert.Equal("b", (await server.GetAsync($"{Buckets}/kfp-artifacts"))["labels.a"]);
        Assert.Equal(204, (await server.DeleteAsync($"{Buckets}/kfp-artifacts")).Status);
        (await server.GetAsync($"{Buckets}/kfp-artifacts")).Refused(404);
    }
}
