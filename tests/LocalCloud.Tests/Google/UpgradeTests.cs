using System.Text.RegularExpressions;
using LocalCloud.Faults;
using LocalCloud.Google.Http;
using LocalCloud.Kube;

namespace LocalCloud.Tests.Google;

public sealed class UpgradeTests
{
    private const string Pools = $"/container/v1/projects/{GoogleServer.Project}/locations/{GoogleServer.Zone}/clusters/kf/nodePools";
    private static readonly ClusterKey Key = new(GoogleServer.Project, GoogleServer.Zone, "kf");

    private static async Task<GoogleServer> WithPoolAsync(string upgradeSettings)
    {
        var server = await GoogleServer.StartAsync();
        await server.FinishAsync(await server.PostAsync(Pools.Replace("/kf/nodePools", "", StringComparison.Ordinal),
            $$"""{"cluster":{"name":"kf","nodePools":[{"name":"np","initialNodeCount":2,"upgradeSettings":{{upgradeSettings}} } ] } }"""));
        return server;
    }

    [Fact]
    public async Task A_rollback_leads_back_to_what_was_before_the_upgrade()
    {
        await using var server = await WithPoolAsync("{}");
        await server.FinishAsync(await server.PutAsync($"{Pools}/np", new { machineType = "e2-standard-8" }));
        await server.FinishAsync(await server.PostAsync($"{Pools}/np:rollback", "{}"));
        Assert.Equal("e2-medium", (await server.GetAsync($"{Pools}/np"))["config.machineType"]);
        Assert.All(server.Clusters.Running[Key], node => Assert.Equal("e2-medium", node.MachineType));
    }

    [Fact]
    public async Task A_blue_green_upgrade_goes_through_its_phases_and_its_soak_time_can_be_cut_short()
    {
        await using var server = await WithPoolAsync("""{"strategy":"BLUE_GREEN","blueGreenSettings":{"nodePoolSoakDuration":"300s"}}""");
        var operation = (await server.PutAsync($"{Pools}/np", new { machineType = "e2-standard-8" })).Ok();
        var phases = new List<string?>();
        for (var look = 0; look < 5; look++)
        {
            phases.Add((await server.GetAsync($"{Pools}/np")).Ok()["updateInfo.blueGreenInfo.phase"]);
            server.Clock.Advance(TimeSpan.FromSeconds(11));
        }

        Assert.Equal(["UPDATE_STARTED", "UPDATE_STARTED", "CREATING_GREEN_POOL", "CORDONING_BLUE_POOL", "DRAINING_BLUE_POOL"], phases);
        (await server.PostAsync($"{Pools}/np:completeUpgrade", "{}")).Ok();
        Assert.Equal("DONE", (await server.GetAsync($"/container/v1/projects/kfp-proj/locations/us-central1-a/operations/{operation["name"]}"))["status"]);
        Assert.Null((await server.GetAsync($"{Pools}/np"))["updateInfo"]);
        Assert.All(server.Clusters.Running[Key], node => Assert.Equal("e2-standard-8", node.MachineType));
    }

    [Fact]
    public async Task Some_nodes_may_come_up_although_the_operation_fails()
    {
        await using var server = await WithPoolAsync("{}");
        server.World.Options.Faults.Add(new OperationFault(new Regex("CREATE_NODE_POOL"), new Regex("more"),
            "All cluster resources were brought up, but: only 1 nodes out of 3 have registered; cluster may be unhealthy.", Code: 2, NodesPerZone: 1));
        var done = await server.FinishAsync(await server.PostAsync(Pools, """{"nodePool":{"name":"more","initialNodeCount":3}}"""));
        Assert.Contains("only 1 nodes out of 3 have registered", done["error.message"], StringComparison.Ordinal);
        Assert.Equal("RUNNING_WITH_ERROR", (await server.GetAsync($"{Pools}/more"))["status"]);
        Assert.Equal(3, server.Clusters.Running[Key].Count);
    }

    [Fact]
    public async Task A_grant_in_the_same_process_is_checked_like_a_clients()
    {
        await using var server = await GoogleServer.StartAsync();
        Assert.Contains("does not exist", Assert.Throws<GoogleException>(() => server.World.Grant("projects/kfp-proj", "roles/viewer", "serviceAccount:ghost@kfp-proj.iam.gserviceaccount.com")).Message, StringComparison.Ordinal);
        Assert.Contains("Identity Pool does not exist", Assert.Throws<GoogleException>(() => server.World.Grant("projects/kfp-proj", "roles/viewer", "serviceAccount:kfp-proj.svc.id.goog[a/b]")).Message, StringComparison.Ordinal);
        Assert.Throws<GoogleException>(() => server.World.Grant("projects/kfp-proj", "roles/viewer", "allUsers"));
        server.World.Grant("buckets/b", "roles/storage.objectViewer", "allUsers");
        server.World.ServiceAccounts.Create("kfp-proj", "kfp-run");
        Assert.Equal(2, server.World.Grant("projects/kfp-proj", "roles/viewer", "serviceAccount:kfp-run@kfp-proj.iam.gserviceaccount.com").Bindings.Count);
    }
}
