using LocalCloud.Google;

namespace LocalCloud.Tests.Google;

public sealed class ServiceUsageTests
{
    private const string Services = $"/su/v1/projects/{GoogleServer.Project}/services";

    [Fact]
    public async Task Services_are_enabled_by_an_operation_all_at_once()
    {
        await using var server = await GoogleServer.StartAsync();
        var operation = (await server.PostAsync($"{Services}:batchEnable", new { serviceIds = new[] { "ml.googleapis.com", "dns.googleapis.com" } })).Ok();
        Assert.StartsWith($"operations/acf.p2-{GoogleServer.Number}-", operation["name"], StringComparison.Ordinal);
        Assert.Null((await server.GetAsync($"/su/v1/{operation["name"]}"))["done"]);
        Assert.Equal("DISABLED", (await server.GetAsync($"{Services}/ml.googleapis.com"))["state"]);
        (await server.PostAsync($"{Services}/ml.googleapis.com:enable", "{}")).Refused(400, "Another activation or deactivation is in progress");
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await server.GetAsync($"/su/v1/{operation["name"]}");
        Assert.Equal("true", done["done"]);
        Assert.Equal($"projects/{GoogleServer.Number}/services/ml.googleapis.com", done["response.services[0].name"]);
        Assert.Equal("operations/noop.DONE_OPERATION", (await server.PostAsync($"{Services}/ml.googleapis.com:enable", "{}")).Ok()["name"]);
    }

    [Fact]
    public async Task A_list_comes_in_pages()
    {
        await using var server = await GoogleServer.StartAsync();
        var names = new List<string>();
        var token = "";
        do
        {
            var page = (await server.GetAsync($"{Services}?filter=state:ENABLED&pageSize=5&pageToken={token}")).Ok();
            names.AddRange(page.Json!["services"]!.AsArray().Select(service => service!["config"]!["name"]!.GetValue<string>()));
            token = page["nextPageToken"] ?? "";
        }
        while (token.Length > 0);

        Assert.Contains("container.googleapis.com", names);
        Assert.DoesNotContain("ml.googleapis.com", names);
        Assert.Equal(names.Distinct().Count(), names.Count);
    }

    [Fact]
    public async Task A_disabled_service_says_how_to_enable_it_and_knows_late_that_it_is()
    {
        await using var server = await GoogleServer.StartAsync(options => options with { Consistency = new GoogleConsistency { Service = TimeSpan.FromMinutes(2) } });
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        server.World.Services.Disable(GoogleServer.Project, "container.googleapis.com");
        const string clusters = "/container/v1/projects/kfp-proj/locations/-/clusters";
        var refusal = (await server.GetAsync(clusters)).Refused(403, $"Kubernetes Engine API has not been used in project {GoogleServer.Number} before or it is disabled.");
        Assert.Equal("SERVICE_DISABLED", refusal["error.details[1].reason"]);
        server.World.Services.Enable(GoogleServer.Project, "container.googleapis.com");
        (await server.GetAsync(clusters)).Refused(403);
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        (await server.GetAsync(clusters)).Ok();
    }

    [Fact]
    public async Task Without_billing_nothing_that_costs_is_enabled()
    {
        await using var server = await GoogleServer.StartAsync();
        server.World.Projects.Put(server.World.Projects.Get(GoogleServer.Project) with { BillingAccount = null });
        var refusal = (await server.PostAsync($"{Services}/gkehub.googleapis.com:enable", "{}")).Refused(400, $"Billing account for project '{GoogleServer.Number}' is not found.");
        Assert.Equal("UREQ_PROJECT_BILLING_NOT_FOUND", refusal["error.details[1].reason"]);
        (await server.PostAsync($"{Services}/iap.googleapis.com:enable", "{}")).Ok();
    }

    [Fact]
    public async Task A_service_nobody_offers_is_refused()
    {
        await using var server = await GoogleServer.StartAsync();
        (await server.PostAsync($"{Services}/contaner.googleapis.com:enable", "{}")).Refused(403, "Not found or permission denied for service(s): contaner.googleapis.com.");
    }
}
