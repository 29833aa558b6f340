using System.Net.Http.Headers;
using System.Text;
using LocalCloud.Google;
using LocalCloud.Google.Iam;

namespace LocalCloud.Tests.Google;

/// <summary>What is refused before an API sees it.</summary>
public sealed class FrontDoorTests
{
    private const string Clusters = "/container/v1/projects/kfp-proj/locations/us-central1-a/clusters";

    [Theory]
    [InlineData("GET", "/container/v1/projects/kfp-proj/locations/us-central1-a/clutsers")]
    [InlineData("PATCH", Clusters)]
    [InlineData("POST", "/crm/v1/projects/kfp-proj:getIamPolice")]
    [InlineData("GET", "/nothing/here")]
    [InlineData("GET", "/")]
    public async Task A_path_or_method_nobody_serves_gets_a_page(string method, string path)
    {
        await using var server = await GoogleServer.StartAsync();
        var answer = await server.SendAsync(new HttpMethod(method), path);
        Assert.Equal(404, answer.Status);
        Assert.Contains("was not found on this server", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_and_with_a_wrong_one_the_answer_is_401()
    {
        await using var server = await GoogleServer.StartAsync();
        server.Token = null;
        var missing = (await server.GetAsync(Clusters)).Refused(401, "missing required authentication credential");
        Assert.Equal("CREDENTIALS_MISSING", missing["error.details[0].reason"]);
        foreach (var wrong in (string[])["nonsense", "ya29.lc.AAAA", "ya29.lc." + new string('A', 120), "ya29.lc.%%%"])
        {
            server.Token = wrong;
            Assert.Equal("UNAUTHENTICATED", (await server.GetAsync(Clusters)).Refused(401)["error.status"]);
        }

        server.Token = server.World.Tokens.Issue(GoogleOptions.RehearsalMember, ["https://www.googleapis.com/auth/userinfo.email"]);
        var narrow = (await server.GetAsync(Clusters)).Refused(403, "insufficient authentication scopes");
        Assert.Equal("ACCESS_TOKEN_SCOPE_INSUFFICIENT", narrow["error.details[0].reason"]);
        Assert.Contains("insufficient_scope", narrow.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "Invalid JSON payload received.")]
    [InlineData("[]", "Root element must be a message.")]
    [InlineData("""{"a":1,"a":2}""", "Invalid JSON payload received.")]
    [InlineData("""{"cluster":{"nam":"x"}}""", "Invalid JSON payload received. Unknown name \"nam\" at 'cluster': Cannot find field.")]
    [InlineData("""{"cluster":{"initialNodeCount":"three"}}""", "Invalid value at 'cluster.initial_node_count' (TYPE_INT32), \"three\"")]
    [InlineData("""{"cluster":{"releaseChannel":{"channel":"WEEKLY"}}}""", "Invalid value at 'cluster.release_channel.channel' (type.googleapis.com/google.container.v1.ReleaseChannel.Channel), \"WEEKLY\"")]
    [InlineData("""{"cluster":[]}""", "Invalid value at 'cluster'")]
    [InlineData("""{"cluster":{"nodePools":[{"config":{"taints":[{"efect":"x"}]}}]}}""", "Unknown name \"efect\" at 'cluster.node_pools[0].config.taints[0]'")]
    public async Task A_body_that_does_not_fit_is_refused_with_its_place(string body, string why)
    {
        await using var server = await GoogleServer.StartAsync();
        var refusal = (await server.PostAsync(Clusters, body)).Refused(400, why);
        Assert.Equal("type.googleapis.com/google.rpc.BadRequest", refusal["error.details[0].@type"] ?? "type.googleapis.com/google.rpc.BadRequest");
    }

    [Fact]
    public async Task Numbers_may_be_texts_and_names_may_be_snakes()
    {
        await using var server = await GoogleServer.StartAsync();
        server.IsChecked = false;
        var account = (await server.PostAsync("/iam/v1/projects/kfp-proj/serviceAccounts", """{"account_id":"kfp-run","service_account":{"display_name":"KFP"}}""")).Ok();
        Assert.Equal("KFP", account["displayName"]);
        (await server.PostAsync(Clusters, """{"cluster":{"name":"kf","initial_node_count":"3","nodeConfig":{"disk_size_gb":"50"}}}""")).Ok();
        Assert.Equal(150, server.World.Quotas.Usage(server.World.Projects.Get(GoogleServer.Project), "us-central1", "SSD_TOTAL_GB"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_and_one_of_another_type_too()
    {
        await using var server = await GoogleServer.StartAsync();
        (await server.PostAsync(Clusters, "\"" + new string('x', 3 * 1024 * 1024) + "\"")).Refused(413);
        using var text = new StringContent("cluster: {}", Encoding.UTF8, MediaTypeHeaderValue.Parse("application/yaml"));
        (await server.SendAsync(HttpMethod.Post, Clusters, text)).Refused(400, "Unsupported content type");
    }

    [Fact]
    public async Task Somebody_elses_project_pays_only_when_it_may()
    {
        await using var server = await GoogleServer.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", GoogleOptions.RehearsalToken);
        client.DefaultRequestHeaders.Add("X-Goog-User-Project", "quota-proj");
        using var refused = await client.GetAsync(new Uri("/container/v1/projects/kfp-proj/locations/-/clusters", UriKind.Relative));
        Assert.Equal(403, (int)refused.StatusCode);
        Assert.Contains("USER_PROJECT_DENIED", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("request.time < timestamp('2027-01-01T00:00:00Z')", true)]
    [InlineData("request.time >= timestamp('2027-01-01T00:00:00Z')", false)]
    [InlineData("resource.name.startsWith('projects/kfp') && !resource.name.endsWith('x')", true)]
    [InlineData("resource.name.extract('projects/{id}') == 'kfp-proj' || false", true)]
    [InlineData("'a' in ['a', 'b'] ? true : false", true)]
    [InlineData("api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/viewer'])", true)]
    [InlineData("size(resource.name) > 3", false)]
    [InlineData("1 < 'a'", false)]
    [InlineData("'unfinished", false)]
    [InlineData("", false)]
    public void A_condition_holds_or_grants_nothing(string expression, bool holds) =>
        Assert.Equal(holds, ConditionExpression.Holds(expression, new ConditionFacts(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero), "projects/kfp-proj")));
}
