using System.Text;
using System.Text.Json.Nodes;

namespace LocalCloud.Tests.Google;

public sealed class EndpointsTests
{
    private const string Host = "kf.endpoints.kfp-proj.cloud.goog";
    private const string Services = "/servicemanagement/v1/services";

    private static JsonObject Source(string document) => new()
    {
        ["configSource"] = new JsonObject
        {
            ["files"] = new JsonArray(new JsonObject { ["filePath"] = "openapi.yaml", ["fileType"] = "OPEN_API_YAML", ["fileContents"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(document)) }),
        },
    };

    [Fact]
    public async Task A_host_name_leads_where_the_last_rollout_says()
    {
        await using var server = await GoogleServer.StartAsync();
        (await server.GetAsync($"{Services}/{Host}")).Refused(403, "not found or permission denied");
        (await server.PostAsync(Services, new { serviceName = "kf.endpoints.other.cloud.goog", producerProjectId = GoogleServer.Project })).Refused(403, "Ownership for domain name");
        (await server.PostAsync(Services, new { serviceName = Host, producerProjectId = GoogleServer.Project })).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(1));

        const string document = $$"""
            swagger: "2.0"
            info: {title: KF, version: "1"}
            host: {{Host}}
            x-google-endpoints: [{name: {{Host}}, target: 203.0.113.7}]
            paths: {}
            """;
        var submitted = (await server.PostAsync($"{Services}/{Host}/configs:submit", Source(document))).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var id = (await server.GetAsync($"/servicemanagement/v1/{submitted["name"]}")).Ok()["response.serviceConfig.id"];
        Assert.Equal("2026-01-01r0", id);
        Assert.Null(server.World.ManagedServices.AddressOf(Host));

        (await server.PostAsync($"{Services}/{Host}/rollouts", new JsonObject { ["trafficPercentStrategy"] = new JsonObject { ["percentages"] = new JsonObject { [id!] = 100 } } })).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("SUCCESS", (await server.GetAsync($"{Services}/{Host}/rollouts")).Ok()["rollouts[0].status"]);
        Assert.Equal("203.0.113.7", server.World.ManagedServices.AddressOf(Host));

        (await server.PostAsync($"/su/v1/projects/kfp-proj/services/{Host}:enable", "{}")).Ok();
        (await server.PostAsync($"{Services}/{Host}:setIamPolicy", """{"policy":{"bindings":[{"role":"roles/servicemanagement.serviceController","members":["user:a@example.com"]}]}}""")).Ok();
    }

    [Theory]
    [InlineData("swagger: [", "openapi.yaml: ")]
    [InlineData("openapi: 3.0.0", "no OpenAPI 2.0 document")]
    [InlineData("{swagger: '2.0', host: elsewhere}", "is not the name of the service")]
    public async Task A_document_that_does_not_fit_is_refused(string document, string why)
    {
        await using var server = await GoogleServer.StartAsync();
        (await server.PostAsync(Services, new { serviceName = Host, producerProjectId = GoogleServer.Project })).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await server.PostAsync($"{Services}/{Host}/configs:submit", Source(document))).Refused(400, why);
    }
}
