using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Faults;
using LocalCloud.Scenarios;

namespace LocalCloud.Tests.Faults;

public sealed class FaultTests
{
    private static void Load(FaultServer server, string yaml) => FaultFile.Load(server.Book, "faults.yaml", yaml);

    [Fact]
    public async Task A_rule_answers_as_often_as_it_says()
    {
        await using var server = await FaultServer.StartAsync();
        Load(server, """
            faults:
              - match: {method: GET, path: "^/a\\?x="}
                times: 2
                then: {status: 418, body: {why: teapot}, headers: {X-Why: teapot}}
            """);
        Assert.Equal("200 done", await server.GetAsync("/b?x=1"));
        Assert.Equal("418 {\"why\":\"teapot\"}", await server.GetAsync("/a?x=1"));
        Assert.Equal("418 {\"why\":\"teapot\"}", await server.GetAsync("/a?x=2"));
        Assert.Equal("200 done", await server.GetAsync("/a?x=3"));
        Assert.Empty(server.Book.Rules);
    }

    [Fact]
    public async Task A_pattern_says_which_of_the_requests()
    {
        await using var server = await FaultServer.StartAsync();
        Load(server, """{"faults": [{"match": {"path": "/a"}, "pattern": "x.x", "then": {"status": 503}}]}""");
        var seen = new List<string>();
        for (var request = 0; request < 4; request++) seen.Add((await server.GetAsync("/a"))[..3]);
        Assert.Equal(["503", "200", "503", "200"], seen);
    }

    [Fact]
    public async Task A_chance_falls_the_same_way_for_the_same_seed()
    {
        async Task<List<string>> RunAsync(int seed)
        {
            await using var server = await FaultServer.StartAsync();
            Load(server, $$"""{"seed": {{seed}}, "faults": [{"probability": 0.5, "then": {"status": 503} } ] }""");
            var seen = new List<string>();
            for (var request = 0; request < 20; request++) seen.Add((await server.GetAsync("/"))[..3]);
            return seen;
        }

        var first = await RunAsync(7);
        Assert.Equal(first, await RunAsync(7));
        Assert.NotEqual(first, await RunAsync(8));
        Assert.Equal(["200", "503"], first.Distinct().Order());
    }

    [Fact]
    public async Task A_rule_may_look_into_the_body_and_the_handler_still_reads_it()
    {
        await using var server = await FaultServer.StartAsync();
        Load(server, """{"faults": [{"match": {"body": "kind: Secret"}, "then": {"status": 507}}]}""");
        using var secret = new StringContent("kind: Secret");
        using var other = new StringContent("kind: Pod");
        Assert.Equal(507, (int)(await server.Client.PostAsync(new Uri("/", UriKind.Relative), secret)).StatusCode);
        Assert.Equal("done kind: Pod", await (await server.Client.PostAsync(new Uri("/", UriKind.Relative), other)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_reset_does_nothing_and_a_lost_answer_has_done_everything()
    {
        await using var server = await FaultServer.StartAsync();
        Load(server, """{"faults": [{"match": {"path": "/r"}, "times": 1, "then": {"reset": true}}, {"match": {"path": "/l"}, "times": 1, "then": {"loseAnswer": true}}]}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => server.GetAsync("/r"));
        Assert.Equal(0, server.Handled);
        await Assert.ThrowsAsync<HttpRequestException>(() => server.GetAsync("/l"));
        Assert.Equal(1, server.Handled);
        Assert.Equal("200 done", await server.GetAsync("/r"));
    }

    [Fact]
    public async Task A_stalled_request_waits_until_its_client_gives_up()
    {
        await using var server = await FaultServer.StartAsync();
        server.Book.Add(NamedFaults.Create("stalled"));
        using var patience = new CancellationTokenSource();
        var request = server.Client.GetAsync(new Uri("/", UriKind.Relative), patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Equal(0, server.Handled);
    }

    [Fact]
    public async Task Latency_follows_the_simulated_clock()
    {
        await using var server = await FaultServer.StartAsync();
        Load(server, """{"faults": [{"named": "slow", "latency": "5m", "times": 1}]}""");
        var request = server.GetAsync("/");
        while (server.Book.Rules.Count > 0) await Task.Yield();
        Assert.False(request.IsCompleted);
        while (!request.IsCompleted)
        {
            server.Clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
        }

        Assert.Equal("200 done", await request);
    }

    [Fact]
    public async Task A_watch_drops_after_its_first_events()
    {
        await using var server = await FaultServer.StartAsync("kf");
        Load(server, """{"faults": [{"named": "watch-dropped", "after": "30s", "times": 1}]}""");
        using var response = await server.Client.GetAsync(new Uri("/api/v1/pods?watch=true", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("first", await reader.ReadLineAsync());
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<IOException>(async () => await reader.ReadLineAsync());
    }

    public static TheoryData<string> Names => [.. NamedFaults.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_named_fault_carries_its_own_name_and_a_body_with_its_code(string name)
    {
        var rule = NamedFaults.Create(name);
        Assert.Equal(name, rule.Name);
        if (rule.Then.Status is not { } status) return;
        var body = JsonNode.Parse(rule.Then.Body)!;
        Assert.Equal(status, (body["error"] as JsonObject)?["code"]?.GetValue<int>() ?? body["code"]?.GetValue<int>() ?? 400);
    }

    [Theory]
    [InlineData("google", "rate-limited", "GET", "/container/v1/x", 429)]
    [InlineData("google", "etag-race", "POST", "/crm/v1/projects/p:setIamPolicy", 409)]
    [InlineData("google", "operation-in-progress", "POST", "/container/v1/projects/p/locations/l/clusters/c/nodePools", 400)]
    [InlineData("google", "account-not-found", "GET", "/iam/v1/projects/p/serviceAccounts/a@p.iam.gserviceaccount.com", 404)]
    [InlineData("google", "quota-exceeded", "POST", "/container/v1/projects/p/locations/l/clusters/c/nodePools", 403)]
    [InlineData("google", "token-expired", "GET", "/iam/v1/x", 401)]
    [InlineData("kf", "webhook-not-ready", "POST", "/apis/apps/v1/namespaces/a/deployments", 500)]
    [InlineData("kf", "pdb-blocked", "POST", "/api/v1/namespaces/a/pods/p/eviction", 429)]
    [InlineData("kf", "gone", "GET", "/api/v1/pods?watch=true&resourceVersion=1", 410)]
    public async Task A_named_fault_catches_what_it_is_about_on_its_server(string server, string name, string method, string path, int status)
    {
        foreach (var where in (string[])["google", "kf"])
        {
            await using var host = await FaultServer.StartAsync(where);
            host.Book.Add(NamedFaults.Create(name));
            var reached = where == server ? path : path.Replace("watch=true", "w=", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(method), reached);
            using var response = await host.Client.SendAsync(request);
            Assert.Equal(where == server ? status : 200, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_come_back()
    {
        await using var server = await FaultServer.StartAsync();
        Load(server, """{"faults": [{"named": "rate-limited", "retryAfter": "7s"}]}""");
        using var response = await server.Client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Contains("\"retryDelay\":\"7s\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_are_added_shown_and_removed_over_http()
    {
        await using var server = await FaultServer.StartAsync();
        using var rules = new StringContent("faults: [{named: unavailable, name: mine}]");
        Assert.Equal(204, (int)(await server.Client.PostAsync(new Uri("/__faults", UriKind.Relative), rules)).StatusCode);
        Assert.Contains("\"name\":\"mine\"", await server.GetAsync("/__faults"), StringComparison.Ordinal);
        Assert.StartsWith("503", await server.GetAsync("/x"), StringComparison.Ordinal);
        Assert.Equal(204, (int)(await server.Client.DeleteAsync(new Uri("/__faults?name=mine", UriKind.Relative))).StatusCode);
        Assert.Equal("200 done", await server.GetAsync("/x"));
        using var wrong = new StringContent("faults: [{named: unavailble}]");
        using var refused = await server.Client.PostAsync(new Uri("/__faults", UriKind.Relative), wrong);
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("There is no fault named 'unavailble'.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_tells_what_was_sent_and_never_the_credentials()
    {
        await using var server = await FaultServer.StartAsync();
        server.Book.Add(NamedFaults.Create("unavailable") with { Times = 1 });
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "very-secret");
        await server.GetAsync("/first?access_token=very-secret&a=b");
        using var form = new StringContent("grant_type=x&assertion=very-secret&scope=y", Encoding.UTF8, "application/x-www-form-urlencoded");
        await server.Client.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
        using var json = new StringContent("""{"subjectToken": "very-secret", "audience": "z"}""", Encoding.UTF8, "application/json");
        await server.Client.PostAsync(new Uri("/sts/v1/token", UriKind.Relative), json);

        Assert.Equal(["/first", "/oauth/token", "/sts/v1/token"], server.Log.All.Select(request => request.Path));
        Assert.Equal("unavailable", server.Log.All[0].Fault);
        Assert.Equal((503, 200), (server.Log.All[0].Status, server.Log.All[1].Status));
        Assert.Equal("grant_type=x&assertion=***&scope=y", server.Log.All[1].Body);
        var shown = await server.GetAsync("/__requests");
        Assert.DoesNotContain("very-secret", shown, StringComparison.Ordinal);
        Assert.Contains("/oauth/token", await server.GetAsync("/__requests?method=post&path=token&body=assertion&status=200&since=1"), StringComparison.Ordinal);
        Assert.Equal("""200 {"requests":[]}""", await server.GetAsync("/__requests?server=kf"));
        Assert.StartsWith("400", await server.GetAsync("/__requests?path=("), StringComparison.Ordinal);
        using var cleared = await server.Client.DeleteAsync(new Uri("/__requests", UriKind.Relative));
        Assert.Empty(server.Log.All);
    }

    [Fact]
    public async Task The_record_keeps_the_names_in_a_secret_and_none_of_its_values()
    {
        await using var server = await FaultServer.StartAsync();
        const string path = "/api/v1/namespaces/kubeflow/secrets";
        await SendAsync(path, """{"kind": "Secret", "metadata": {"name": "s", "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{very-secret}"}}, "data": {"key": "very-secret"}, "stringData": {"other": "very-secret"}}""");
        await SendAsync($"{path}/s", """[{"op": "add", "path": "/data/third", "value": "very-secret"}]""");
        await SendAsync($"{path}/s", "data:\n  key: very-secret\n");
        await SendAsync("/apis/example.com/v1/lists", """{"kind": "List", "items": [{"kind": "Secret", "data": {"fourth": "very-secret"}}]}""");
        await SendAsync("/sqladmin/v1/users", """{"name": "root", "password": "very-secret"}""");
        await SendAsync("/api/v1/namespaces/kubeflow/configmaps", """{"kind": "ConfigMap", "data": {"key": "seen"}}""");
        var shown = await server.GetAsync("/__requests");
        Assert.DoesNotContain("very-secret", shown, StringComparison.Ordinal);
        Assert.All(["key", "other", "/data/third", "fourth", "root", "seen"], name => Assert.Contains(name, shown, StringComparison.Ordinal));
        Assert.Equal("***", server.Log.All[2].Body);

        async Task SendAsync(string to, string body)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await server.Client.PostAsync(new Uri(to, UriKind.Relative), content);
        }
    }

    [Theory]
    [InlineData("faults: [{tims: 2, then: {status: 500}}]", "faults.yaml(1,11): unknown key 'tims'.")]
    [InlineData("faults: [{times: two, then: {status: 500}}]", "'times' must be a whole number, not 'two'.")]
    [InlineData("faults: [{times: 1, pattern: x, then: {status: 500}}]", "'times' and 'pattern' cannot be used together.")]
    [InlineData("faults: [{pattern: xyz, then: {status: 500}}]", "'pattern' may only have the letters x")]
    [InlineData("faults: [{then: {status: 99}}]", "'status' must be an HTTP status from 200 to 599.")]
    [InlineData("faults: [{match: {path: \"(\"}, then: {status: 500}}]", "'path' is no regular expression")]
    [InlineData("faults: [{match: {path: a}}]", "'then' is missing")]
    [InlineData("faults: [{named: slow, latency: soon}]", "'soon' is no duration")]
    [InlineData("operations: [{type: X}]", "'message' is missing.")]
    [InlineData("faults: 3", "'faults' must be a list.")]
    [InlineData("faults: [", "faults.yaml(2,1): ")]
    public void A_fault_file_that_is_not_understood_says_where(string yaml, string why)
    {
        var book = new FaultBook();
        Assert.Contains(why, Assert.Throws<ScenarioException>(() => FaultFile.Load(book, "faults.yaml", yaml)).Message, StringComparison.Ordinal);
        Assert.Empty(book.Rules);
    }
}
