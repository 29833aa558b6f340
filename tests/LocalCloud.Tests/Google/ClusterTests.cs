using LocalCloud.Faults;
using LocalCloud.Kube;
using System.Text.RegularExpressions;

namespace LocalCloud.Tests.Google;

public sealed class ClusterTests
{
    private const string Clusters = $"/container/v1/projects/{GoogleServer.Project}/locations/{GoogleServer.Zone}/clusters";
    private const string Pools = $"{Clusters}/kf/nodePools";
    private static readonly ClusterKey Key = new(GoogleServer.Project, GoogleServer.Zone, "kf");

    private static object Pool(string name, int nodes = 3, string machine = "e2-standard-4") => new
    {
        nodePool = new { name, initialNodeCount = nodes, config = new { machineType = machine, oauthScopes = new[] { "https://www.googleapis.com/auth/cloud-platform" } } },
    };

    private static async Task<GoogleServer> WithClusterAsync()
    {
        var server = await GoogleServer.StartAsync();
        var created = await server.PostAsync(Clusters, new { cluster = new { name = "kf", initialNodeCount = 3, workloadIdentityConfig = new { workloadPool = "kfp-proj.svc.id.goog" } } });
        await server.FinishAsync(created);
        return server;
    }

    [Fact]
    public async Task A_cluster_is_provisioning_until_its_operation_is_done_and_then_has_an_endpoint_and_nodes()
    {
        await using var server = await GoogleServer.StartAsync();
        var operation = (await server.PostAsync(Clusters, new { cluster = new { name = "kf", initialNodeCount = 3 } })).Ok();
        Assert.Equal("CREATE_CLUSTER", operation["operationType"]);
        Assert.Equal("RUNNING", operation["status"]);
        Assert.Equal($"https://container.googleapis.com/v1/projects/{GoogleServer.Number}/zones/us-central1-a/clusters/kf", operation["targetLink"]);

        var early = (await server.GetAsync($"{Clusters}/kf")).Ok();
        Assert.Equal("PROVISIONING", early["status"]);
        Assert.Null(early["endpoint"]);

        await server.FinishAsync(operation);
        var cluster = (await server.GetAsync($"{Clusters}/kf")).Ok();
        Assert.Equal("RUNNING", cluster["status"]);
        Assert.Equal("127.0.0.1:6443", cluster["endpoint"]);
        Assert.Equal("3", cluster["currentNodeCount"]);
        Assert.Equal("default-pool", cluster["nodePools[0].name"]);
        Assert.Equal(3, server.Clusters.Running[Key].Count);
        Assert.Equal(FakeClusterHost.Ca, System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(cluster["masterAuth.clusterCaCertificate"]!)));
    }

    [Fact]
    public async Task A_running_operation_tells_its_progress()
    {
        await using var server = await GoogleServer.StartAsync();
        var operation = (await server.PostAsync(Clusters, new { cluster = new { name = "kf", initialNodeCount = 1 } })).Ok();
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        var half = await server.GetAsync($"/container/v1/projects/kfp-proj/locations/us-central1-a/operations/{operation["name"]}");
        Assert.Equal("8", half["progress.metrics[0].intValue"]);
        Assert.Equal("3", half["progress.metrics[2].intValue"]);
        Assert.Equal("12", half["progress.metrics[3].intValue"]);
    }

    [Fact]
    public async Task A_regional_cluster_counts_nodes_per_zone()
    {
        await using var server = await GoogleServer.StartAsync();
        var path = "/container/v1/projects/kfp-proj/locations/us-central1/clusters";
        var done = await server.FinishAsync(await server.PostAsync(path, new { cluster = new { name = "reg", initialNodeCount = 3 } }));
        Assert.Contains("/locations/us-central1/", done["targetLink"], StringComparison.Ordinal);
        var cluster = await server.GetAsync($"{path}/reg");
        Assert.Equal("9", cluster["currentNodeCount"]);
        Assert.Equal("3", cluster["nodePools[0].initialNodeCount"]);
        Assert.Equal(["us-central1-a", "us-central1-b", "us-central1-c"], server.Clusters.Running.Single().Value.Select(node => node.Zone).Distinct());
    }

    [Fact]
    public async Task One_operation_works_on_a_cluster_at_a_time_and_the_refusal_names_it()
    {
        await using var server = await WithClusterAsync();
        var first = (await server.PostAsync(Pools, Pool("one"))).Ok();
        (await server.PostAsync(Pools, Pool("two"))).Refused(400, $"Operation {first["name"]} is currently creating a node pool for cluster kf. Please wait and try again once it is done.");
        (await server.DeleteAsync($"{Pools}/default-pool")).Refused(400, "is currently creating a node pool");
        await server.FinishAsync(first);
        await server.FinishAsync(await server.PostAsync(Pools, Pool("two")));
        Assert.Equal(9, server.Clusters.Running[Key].Count);
    }

    [Theory]
    [InlineData("oauthScopes")]
    [InlineData("serviceAccount")]
    [InlineData("spot")]
    public async Task What_is_immutable_is_no_field_of_an_update(string field)
    {
        await using var server = await WithClusterAsync();
        var refusal = (await server.PutAsync($"{Pools}/default-pool", $$"""{"{{field}}": ["x"]}""")).Refused(400, $"Invalid JSON payload received. Unknown name \"{field}\": Cannot find field.");
        Assert.Equal("INVALID_ARGUMENT", refusal["error.status"]);
    }

    [Fact]
    public async Task An_update_with_an_old_etag_is_aborted()
    {
        await using var server = await WithClusterAsync();
        var etag = (await server.GetAsync($"{Pools}/default-pool"))["etag"];
        await server.FinishAsync(await server.PutAsync($"{Pools}/default-pool", new { etag, machineType = "e2-standard-8" }));
        Assert.Equal("e2-standard-8", server.Clusters.Running[Key][0].MachineType);
        Assert.Equal("ABORTED", (await server.PutAsync($"{Pools}/default-pool", new { etag, machineType = "e2-standard-4" })).Refused(409)["error.status"]);
    }

    [Fact]
    public async Task New_machines_are_new_nodes()
    {
        await using var server = await WithClusterAsync();
        var before = server.Clusters.Running[Key].Select(node => node.Name).ToHashSet();
        await server.FinishAsync(await server.PutAsync($"{Pools}/default-pool", new { machineType = "n1-highcpu-4" }));
        var after = server.Clusters.Running[Key];
        Assert.Equal(3, after.Count);
        Assert.DoesNotContain(after, node => before.Contains(node.Name));
        Assert.All(after, node => Assert.Equal((4, 3686), (node.Cpus, node.MemoryMb)));
    }

    [Fact]
    public async Task Size_taints_labels_and_autoscaling_change_in_place()
    {
        await using var server = await WithClusterAsync();
        await server.FinishAsync(await server.PostAsync($"{Pools}/default-pool:setSize", new { nodeCount = 1 }));
        await server.FinishAsync(await server.PutAsync($"{Pools}/default-pool", """{"taints":{"taints":[{"key":"a","value":"b","effect":"NO_SCHEDULE"}]},"labels":{"labels":{"x":"y"}}}"""));
        var node = Assert.Single(server.Clusters.Running[Key]);
        Assert.Equal("a=b:NoSchedule", Assert.Single(node.Taints));
        Assert.Equal("y", node.Labels["x"]);

        await server.FinishAsync(await server.PutAsync($"{Clusters}/kf", """{"update":{"desiredNodePoolId":"default-pool","desiredNodePoolAutoscaling":{"enabled":true,"minNodeCount":1,"maxNodeCount":4}}}"""));
        Assert.Equal("4", (await server.GetAsync($"{Pools}/default-pool"))["autoscaling.maxNodeCount"]);
        await server.FinishAsync(await server.PostAsync($"{Pools}/default-pool:setAutoscaling", """{"autoscaling":{"enabled":false}}"""));
        Assert.Null((await server.GetAsync($"{Pools}/default-pool"))["autoscaling"]);
    }

    [Fact]
    public async Task Autopilot_shows_no_node_pools_and_refuses_to_touch_them()
    {
        await using var server = await GoogleServer.StartAsync();
        var path = "/container/v1/projects/kfp-proj/locations/us-central1/clusters";
        await server.FinishAsync(await server.PostAsync(path, new { cluster = new { name = "auto", autopilot = new { enabled = true } } }));
        Assert.Null((await server.GetAsync($"{path}/auto")).Ok()["nodePools"]);
        (await server.GetAsync($"{path}/auto/nodePools")).Refused(400, "Autopilot node pools cannot be accessed or modified.");
        (await server.PostAsync($"{path}/auto/nodePools", Pool("x"))).Refused(400, "Autopilot node pools cannot be accessed or modified.");
        (await server.DeleteAsync($"{path}/auto/nodePools/x")).Refused(400, "Autopilot node pools cannot be accessed or modified.");
        Assert.NotEmpty(server.Clusters.Running.Single().Value);
    }

    [Fact]
    public async Task A_missing_quota_is_answered_like_a_missing_permission()
    {
        await using var server = await WithClusterAsync();
        server.World.Projects.Put(server.World.Projects.Get(GoogleServer.Project) with
        {
            Quotas = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["us-central1"] = new Dictionary<string, double> { ["CPUS"] = 24 } },
        });
        var refusal = (await server.PostAsync(Pools, Pool("big", 9, "e2-standard-8"))).Refused(403,
            "(1) insufficient regional quota to satisfy request: resource \"CPUS\": request requires '72.0' and is short '54.0'. project has a quota of '24.0' with '18.0' available.");
        Assert.Equal("PERMISSION_DENIED", refusal["error.status"]);
    }

    [Fact]
    public async Task A_failed_operation_is_done_with_an_error_and_leaves_a_condition()
    {
        await using var server = await WithClusterAsync();
        server.World.Options.Faults.Add(new OperationFault(new Regex("CREATE_NODE_POOL"), new Regex("^np$"), "Stockout in us-central1-a.", Condition: "GCE_STOCKOUT"));
        var done = await server.FinishAsync(await server.PostAsync(Pools, Pool("np")));
        Assert.Equal("8", done["error.code"]);
        Assert.Equal("Stockout in us-central1-a.", done["statusMessage"]);
        var pool = await server.GetAsync($"{Pools}/np");
        Assert.Equal("ERROR", pool["status"]);
        Assert.Equal("GCE_STOCKOUT", pool["conditions[0].code"]);
        Assert.Equal(3, server.Clusters.Running[Key].Count);
    }

    [Fact]
    public async Task An_operation_can_be_cancelled_before_it_is_done()
    {
        await using var server = await WithClusterAsync();
        var operation = (await server.PostAsync(Pools, Pool("np"))).Ok();
        (await server.PostAsync($"/container/v1/projects/kfp-proj/locations/us-central1-a/operations/{operation["name"]}:cancel", "{}")).Ok();
        var done = await server.FinishAsync(operation);
        Assert.Equal("1", done["error.code"]);
        Assert.Equal("ERROR", (await server.GetAsync($"{Pools}/np"))["status"]);
    }

    [Fact]
    public async Task A_list_says_which_zones_did_not_answer()
    {
        await using var server = await WithClusterAsync();
        server.World.Clusters.UnreachableZones.Add(GoogleServer.Zone);
        var list = await server.GetAsync("/container/v1/projects/kfp-proj/locations/-/clusters");
        Assert.Equal("""["us-central1-a"]""", list["missingZones"]);
        Assert.Null(list["clusters"]);
    }

    [Fact]
    public async Task Refusals_before_work_begins()
    {
        await using var server = await WithClusterAsync();
        (await server.GetAsync($"{Clusters}/nope")).Refused(404, "Not found: projects/kfp-proj/zones/us-central1-a/clusters/nope.");
        (await server.GetAsync($"{Pools}/nope")).Refused(404, "not found");
        (await server.PostAsync(Clusters, new { cluster = new { name = "kf", initialNodeCount = 1 } })).Refused(409, "Already exists: projects/kfp-proj/zones/us-central1-a/clusters/kf.");
        (await server.PostAsync(Clusters, new { cluster = new { name = "Bad_Name", initialNodeCount = 1 } })).Refused(400, "cluster.name");
        (await server.PostAsync(Clusters, new { cluster = new { name = "ok" } })).Refused(400, "Cluster.initial_node_count must be greater than zero.");
        (await server.PostAsync(Pools, Pool("default-pool"))).Refused(409, "Already exists: projects/kfp-proj/zones/us-central1-a/clusters/kf/nodePools/default-pool.");
        (await server.PostAsync(Pools, Pool("np", machine: "e2-standard-3"))).Refused(400, "Machine type with name 'e2-standard-3' does not exist in zone 'us-central1-a'.");
        (await server.PostAsync(Pools, """{"nodePool":{"name":"np","initialNodeCount":1,"config":{"serviceAccount":"ghost@kfp-proj.iam.gserviceaccount.com"}}}""")).Refused(400, "Service account \"ghost@kfp-proj.iam.gserviceaccount.com\" does not exist.");
        (await server.GetAsync("/container/v1/projects/kfp-proj/locations/mars-east1/clusters")).Refused(400, "Location \"mars-east1\" does not exist.");
    }

    [Fact]
    public async Task A_restart_takes_up_operations_and_clusters_where_they_were()
    {
        var journal = new MemoryJournal();
        var clock = new ManualClock();
        string name;
        await using (var server = await GoogleServer.StartAsync(journal: journal, clock: clock))
        {
            await server.FinishAsync(await server.PostAsync(Clusters, new { cluster = new { name = "kf", initialNodeCount = 3 } }));
            name = (await server.PostAsync(Pools, Pool("np"))).Ok()["name"]!;
        }

        await using var again = await GoogleServer.StartAsync(journal: journal, clock: clock);
        Assert.Equal("RUNNING", (await again.GetAsync($"/container/v1/projects/kfp-proj/locations/us-central1-a/operations/{name}"))["status"]);
        Assert.Equal(3, again.Clusters.Running[Key].Count);
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("RUNNING", (await again.GetAsync($"{Pools}/np"))["status"]);
        Assert.Equal(6, again.Clusters.Running[Key].Count);
    }

    [Fact]
    public async Task A_deleted_cluster_is_gone_and_its_server_stopped()
    {
        await using var server = await WithClusterAsync();
        var operation = (await server.DeleteAsync($"{Clusters}/kf")).Ok();
        Assert.Equal("STOPPING", (await server.GetAsync($"{Clusters}/kf"))["status"]);
        await server.FinishAsync(operation);
        (await server.GetAsync($"{Clusters}/kf")).Refused(404);
        Assert.Empty(server.Clusters.Running);
    }
}
