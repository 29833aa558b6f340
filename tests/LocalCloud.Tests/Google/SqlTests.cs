namespace LocalCloud.Tests.Google;

public sealed class SqlTests
{
    private const string Instances = $"/sqladmin/v1/projects/{GoogleServer.Project}/instances";

    [Fact]
    public async Task An_instance_lives_through_operations_and_reserves_its_name()
    {
        await using var server = await GoogleServer.StartAsync();
        var operation = (await server.PostAsync(Instances, """{"name":"kf-kfp","region":"us-central1","databaseVersion":"MYSQL_8_0","settings":{"tier":"db-custom-1-3840"}}""")).Ok();
        Assert.Equal("PENDING", operation["status"]);
        Assert.Equal("PENDING_CREATE", (await server.GetAsync($"{Instances}/kf-kfp"))["state"]);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("DONE", (await server.GetAsync($"/sqladmin/sql/v1beta4/projects/kfp-proj/operations/{operation["name"]}")).Ok()["status"]);
        var instance = (await server.GetAsync($"{Instances}/kf-kfp")).Ok();
        Assert.Equal("RUNNABLE", instance["state"]);
        Assert.Equal("kfp-proj:us-central1:kf-kfp", instance["connectionName"]);

        Assert.Equal("root", (await server.GetAsync($"{Instances}/kf-kfp/users")).Ok()["items[0].name"]);
        Assert.False(server.World.SqlInstances.Get(GoogleServer.Project, "kf-kfp").Users[0].HasPassword);
        (await server.PutAsync($"{Instances}/kf-kfp/users?name=root&host=%25", new { name = "root", host = "%", password = "secret" })).Ok();
        Assert.True(server.World.SqlInstances.Get(GoogleServer.Project, "kf-kfp").Users[0].HasPassword);

        (await server.DeleteAsync($"{Instances}/kf-kfp")).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("instanceDoesNotExist", (await server.GetAsync($"{Instances}/kf-kfp")).Refused(404)["error.errors[0].reason"]);
        (await server.PostAsync(Instances, """{"name":"kf-kfp","settings":{"tier":"db-custom-1-3840"}}""")).Refused(409, "until one week from the deletion date");
        server.Clock.Advance(TimeSpan.FromDays(7));
        (await server.PostAsync(Instances, """{"name":"kf-kfp","settings":{"tier":"db-custom-1-3840"}}""")).Ok();
    }

    [Fact]
    public async Task Billing_is_told_and_set()
    {
        await using var server = await GoogleServer.StartAsync();
        Assert.Equal("true", (await server.GetAsync("/billing/v1/projects/kfp-proj/billingInfo")).Ok()["billingEnabled"]);
        Assert.Null((await server.PutAsync("/billing/v1/projects/kfp-proj/billingInfo", new { billingAccountName = "" })).Ok()["billingEnabled"]);
    }
}
