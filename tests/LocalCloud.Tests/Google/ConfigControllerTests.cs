using LocalCloud.Kube;

namespace LocalCloud.Tests.Google;

public sealed class ConfigControllerTests
{
    private const string Hosts = $"/krm/v1/projects/{GoogleServer.Project}/locations/us-central1/krmApiHosts";
    private const string Request = """{"bundlesConfig":{"configControllerConfig":{"enabled":true}},"managementConfig":{"standardManagementConfig":{"masterIpv4CidrBlock":"172.16.0.128/28"}}}""";

    [Fact]
    public async Task A_config_controller_runs_on_a_cluster_of_its_own()
    {
        await using var server = await GoogleServer.StartAsync();
        var operation = (await server.PostAsync($"{Hosts}?krmApiHostId=kcc&requestId=1", Request)).Ok();
        Assert.Equal("CREATING", (await server.GetAsync($"{Hosts}/kcc"))["state"]);
        Assert.Equal(operation["name"], (await server.PostAsync($"{Hosts}?krmApiHostId=kcc&requestId=1", Request)).Ok()["name"]);
        (await server.PostAsync($"{Hosts}?krmApiHostId=kcc", Request)).Refused(409, "Resource 'projects/kfp-proj/locations/us-central1/krmApiHosts/kcc' already exists");

        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = (await server.GetAsync($"/krm/v1/{operation["name"]}")).Ok();
        Assert.Equal("RUNNING", done["response.state"]);
        Assert.EndsWith("/clusters/krmapihost-kcc", done["response.gkeResourceLink"], StringComparison.Ordinal);
        Assert.Equal("127.0.0.1:6443", (await server.GetAsync("/container/v1/projects/kfp-proj/locations/us-central1/clusters/krmapihost-kcc")).Ok()["endpoint"]);
        Assert.Equal(3, server.Clusters.Running[new ClusterKey(GoogleServer.Project, "us-central1", "krmapihost-kcc")].Count);

        (await server.DeleteAsync($"{Hosts}/kcc")).Ok();
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await server.GetAsync($"{Hosts}/kcc")).Refused(404);
        Assert.Empty(server.Clusters.Running);
    }

    [Fact]
    public async Task It_is_not_to_be_had_everywhere()
    {
        await using var server = await GoogleServer.StartAsync();
        (await server.PostAsync($"{Hosts.Replace("us-central1", "us-west1", StringComparison.Ordinal)}?krmApiHostId=kcc", Request)).Refused(400, "Supported locations: ");
        (await server.PostAsync($"{Hosts}?krmApiHostId=KCC", Request)).Refused(400, "krm_api_host_id");
    }
}
