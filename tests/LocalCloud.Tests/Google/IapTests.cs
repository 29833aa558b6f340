namespace LocalCloud.Tests.Google;

public sealed class IapTests
{
    private const string Web = $"/iap/v1/projects/{GoogleServer.Number}/iap_web";
    private const string Grant = """{"policy":{"bindings":[{"role":"roles/iap.httpsResourceAccessor","members":["user:alice@example.com"]}]}}""";

    [Fact]
    public async Task Access_is_granted_for_all_web_of_a_project_or_for_one_backend()
    {
        await using var server = await GoogleServer.StartAsync();
        server.World.BackendServices.Ensure(GoogleServer.Project, "k8s1-abc", id: "987654321");
        (await server.PostAsync($"{Web}:setIamPolicy", Grant)).Ok();
        (await server.PostAsync($"{Web}/compute/services/k8s1-abc:setIamPolicy", Grant)).Ok();
        (await server.PostAsync($"{Web}/compute-us-central1/services/k8s1-abc:setIamPolicy", Grant)).Ok();
        Assert.Equal("user:alice@example.com", (await server.PostAsync($"/iap/v1/projects/{GoogleServer.Project}/iap_web:getIamPolicy", "{}")).Ok()["bindings[0].members[0]"]);
        (await server.PostAsync($"{Web}/compute/services/nope:getIamPolicy", "{}")).Refused(404, "Requested entity was not found.");
        (await server.PostAsync("/iap/v1/projects/kfp-proj/iap_wed:getIamPolicy", "{}")).Refused(400);
    }

    [Fact]
    public async Task What_was_granted_on_a_backend_is_gone_when_the_backend_is_made_anew()
    {
        await using var server = await GoogleServer.StartAsync();
        server.World.BackendServices.Ensure(GoogleServer.Project, "k8s1-abc");
        (await server.PostAsync($"{Web}/compute/services/k8s1-abc:setIamPolicy", Grant)).Ok();
        server.World.BackendServices.Remove(GoogleServer.Project, "k8s1-abc");
        server.World.BackendServices.Ensure(GoogleServer.Project, "k8s1-abc");
        Assert.Null((await server.PostAsync($"{Web}/compute/services/k8s1-abc:getIamPolicy", "{}")).Ok()["bindings"]);
    }

    [Fact]
    public async Task An_owner_may_not_pass_the_proxy_by_being_owner()
    {
        await using var server = await GoogleServer.StartAsync();
        var held = await server.PostAsync("/crm/v1/projects/kfp-proj:testIamPermissions", """{"permissions":["iap.webServiceVersions.accessViaIAP","iap.web.setIamPolicy"]}""");
        Assert.Equal("""["iap.web.setIamPolicy"]""", held.Ok()["permissions"]);
    }

    [Fact]
    public async Task Settings_are_kept()
    {
        await using var server = await GoogleServer.StartAsync();
        (await server.PatchAsync($"{Web}:iapSettings", """{"accessSettings":{"oauthSettings":{"programmaticClients":["cid"]}}}""")).Ok();
        Assert.Equal("cid", (await server.GetAsync($"{Web}:iapSettings")).Ok()["accessSettings.oauthSettings.programmaticClients[0]"]);
    }
}
