using System.Text.Json.Nodes;
using LocalCloud.Google.Compute;

namespace LocalCloud.Tests.Google;

public sealed class ComputeTests
{
    private const string Compute = $"/compute/compute/v1/projects/{GoogleServer.Project}";

    [Theory]
    [InlineData("e2-medium", 2, 4096, true)]
    [InlineData("f1-micro", 1, 614, true)]
    [InlineData("g1-small", 1, 1740, true)]
    [InlineData("n1-highcpu-2", 2, 1843, false)]
    [InlineData("n1-highcpu-4", 4, 3686, false)]
    [InlineData("n1-highcpu-8", 8, 7373, false)]
    [InlineData("n1-standard-1", 1, 3840, false)]
    [InlineData("n1-highmem-2", 2, 13312, false)]
    [InlineData("e2-standard-8", 8, 32768, false)]
    [InlineData("custom-4-5120", 4, 5120, false)]
    [InlineData("n2-custom-6-10240-ext", 6, 10240, false)]
    [InlineData("e2-custom-small-2048", 2, 2048, true)]
    public void Machine_types_follow_the_rules_of_their_families(string name, int cpus, int memory, bool shared) =>
        Assert.Equal(new MachineType(name, cpus, memory, shared), MachineTypes.Find(name));

    [Theory]
    [InlineData("e2-standard-3")]
    [InlineData("n2-custom-micro-1024")]
    [InlineData("z9-standard-4")]
    [InlineData("custom-four-5120")]
    [InlineData("")]
    public void What_is_no_machine_type_is_not_found(string name) => Assert.Null(MachineTypes.Find(name));

    [Fact]
    public async Task A_global_address_is_there_when_its_operation_is_done()
    {
        await using var server = await GoogleServer.StartAsync();
        var operation = (await server.PostAsync($"{Compute}/global/addresses", new { name = "kfp-ip", ipVersion = "IPV4" })).Ok();
        Assert.Equal("RUNNING", operation["status"]);
        (await server.GetAsync($"{Compute}/global/addresses/kfp-ip")).Refused(404, "The resource 'projects/kfp-proj/global/addresses/kfp-ip' was not found");
        (await server.PostAsync($"{Compute}/global/addresses", new { name = "kfp-ip" })).Refused(409, "already exists");

        var waiting = server.PostAsync($"{Compute}/global/operations/{operation["name"]}/wait");
        while (!waiting.IsCompleted)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(60));
            await Task.Yield();
        }

        Assert.Equal("DONE", (await waiting).Ok()["status"]);
        var address = (await server.GetAsync($"{Compute}/global/addresses/kfp-ip")).Ok();
        Assert.Equal("RESERVED", address["status"]);
        Assert.StartsWith("203.0.113.", address["address"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_not_released()
    {
        await using var server = await GoogleServer.StartAsync();
        var address = server.World.Addresses.Ensure(GoogleServer.Project, "global", "kfp-ip");
        server.World.Addresses.SetUsers(address, ["https://www.googleapis.com/compute/v1/projects/kfp-proj/global/forwardingRules/fr"]);
        Assert.Equal("resourceInUseByAnotherResource", (await server.DeleteAsync($"{Compute}/global/addresses/kfp-ip")).Refused(400)["error.errors[0].reason"]);
    }

    [Fact]
    public async Task Accelerator_types_come_by_zone_and_in_pages()
    {
        await using var server = await GoogleServer.StartAsync();
        var (seen, token, pages) = (new List<string>(), "", 0);
        do
        {
            var page = (await server.GetAsync($"{Compute}/aggregated/acceleratorTypes?includeAllScopes=True&maxResults=20&returnPartialSuccess=True&pageToken={token}")).Ok();
            foreach (var (zone, scope) in (JsonObject)page.Json!["items"]!)
                seen.AddRange((scope!["acceleratorTypes"] as JsonArray ?? []).Select(type => $"{zone}/{type!["name"]}"));
            token = page["nextPageToken"] ?? "";
            pages++;
        }
        while (token.Length > 0);

        Assert.True(pages > 2);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Contains("zones/us-central1-a/nvidia-tesla-t4", seen);
        (await server.GetAsync($"{Compute}/aggregated/acceleratorTypes?pageToken=nonsense")).Refused(400, "Invalid page token.");
    }

    [Fact]
    public async Task Region_quotas_count_what_node_pools_use()
    {
        await using var server = await GoogleServer.StartAsync();
        await server.FinishAsync(await server.PostAsync("/container/v1/projects/kfp-proj/locations/us-central1-a/clusters", new { cluster = new { name = "kf", initialNodeCount = 3 } }));
        var cpus = (await server.GetAsync($"{Compute}/regions/us-central1")).Ok().Json!["quotas"]!.AsArray().Single(quota => quota!["metric"]!.GetValue<string>() == "CPUS")!;
        Assert.Equal(6, cpus["usage"]!.GetValue<double>());

        var pool = (await server.GetAsync("/container/v1/projects/kfp-proj/locations/us-central1-a/clusters/kf/nodePools/default-pool")).Ok();
        var group = pool["instanceGroupUrls[0]"]!["https://www.googleapis.com".Length..];
        Assert.Equal("3", (await server.GetAsync($"/compute{group}")).Ok()["targetSize"]);
    }

    [Theory]
    [InlineData("name = \"k8s1-abc\"", 1)]
    [InlineData("name eq k8s-be-.*", 1)]
    [InlineData("name ne k8s-be-.*", 1)]
    [InlineData("name:k8s*", 2)]
    public async Task Backend_services_are_found_by_filter(string filter, int count)
    {
        await using var server = await GoogleServer.StartAsync();
        server.World.BackendServices.Ensure(GoogleServer.Project, "k8s1-abc", id: "987654321");
        server.World.BackendServices.Ensure(GoogleServer.Project, "k8s-be-30080--0123");
        var list = (await server.GetAsync($"{Compute}/global/backendServices?filter={Uri.EscapeDataString(filter)}")).Ok();
        Assert.Equal(count, list.Json!["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_backend_service_tells_the_health_of_its_endpoints()
    {
        await using var server = await GoogleServer.StartAsync();
        server.World.BackendServices.Ensure(GoogleServer.Project, "k8s1-abc", id: "987654321");
        var health = $"{Compute}/global/backendServices/k8s1-abc/getHealth";
        Assert.Null((await server.PostAsync(health, new { group = "x" })).Ok()["healthStatus"]);
        server.World.BackendServices.SetHealth(GoogleServer.Project, "k8s1-abc", "UNHEALTHY", "HEALTHY");
        Assert.Equal("HEALTHY", (await server.PostAsync(health, new { group = "x" })).Ok()["healthStatus[1].healthState"]);
        Assert.Equal("987654321", (await server.GetAsync($"{Compute}/global/backendServices/k8s1-abc")).Ok()["id"]);
    }
}
