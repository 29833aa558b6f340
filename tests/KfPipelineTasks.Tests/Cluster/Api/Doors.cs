using System.Net;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Api;

public sealed class Doors
{
    private const string KubeSystem = """{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-system","uid":"u1"}}""";
    private static readonly KubeRequest Read = new(HttpMethod.Get, "/x", "x: read") { Repeatable = true };
    private static readonly KubeRequest Create = new(HttpMethod.Post, "/x", "x: create") { Writes = true, ContentType = "application/json" };

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_be_repeated_is_repeated_until_the_server_copes(int status)
    {
        var api = new FakeApi((_, n) => n < 4 ? FakeApi.Status(status, "r", "later") : FakeApi.Json("{}"));
        using var door = api.Door();
        await door.SendAsync(Read, default);
        Assert.Equal(new DoorStatistics(4, 0, 0, 3), door.Statistics);
    }

    [Fact]
    public async Task A_create_is_not_sent_again_when_its_answer_is_lost()
    {
        var api = new FakeApi((r, _) => r.Method == HttpMethod.Get ? FakeApi.Json(KubeSystem) : throw new HttpRequestException("reset", new IOException("connection reset by peer")));
        using var door = api.Door();
        var error = await Assert.ThrowsAsync<KubeError>(() => door.SendAsync(Create, default));
        Assert.Equal(KubeErrorKind.Unreachable, error.Kind);
        Assert.Single(api.Seen, "POST /x");
    }

    [Fact]
    public async Task A_create_is_sent_again_when_it_was_throttled_or_never_left()
    {
        var api = new FakeApi((r, n) => r.Method == HttpMethod.Get ? FakeApi.Json(KubeSystem)
            : n == 2 ? FakeApi.Status(429, "TooManyRequests", "later")
            : n == 3 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : FakeApi.Json("{}", HttpStatusCode.Created));
        using var door = api.Door();
        Assert.Equal(201, (await door.SendAsync(Create, default)).Status);
        Assert.Equal(3, api.Seen.Count(s => s == "POST /x"));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task A_refusal_is_not_asked_again(int status)
    {
        var api = new FakeApi((_, _) => FakeApi.Status(status, "r", "no"));
        using var door = api.Door();
        await Assert.ThrowsAsync<KubeError>(() => door.SendAsync(Read, default));
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_soon_with_the_way_out()
    {
        var api = new FakeApi((_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"));
        using var door = api.Door();
        var error = await Assert.ThrowsAsync<KubeError>(() => door.SendAsync(Read, default));
        Assert.Contains("fake.invalid cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Contains("private endpoint", error.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_may_say_when_to_come_again()
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var api = new FakeApi((_, n) =>
        {
            if (n > 1) return FakeApi.Json("{}");
            var answer = FakeApi.Status(429, "TooManyRequests", "later");
            answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(1));
            return answer;
        });
        using var door = api.Door();
        await door.SendAsync(Read, default);
        Assert.True(time.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(900), "asked again before the second was over");
    }

    [Fact]
    public async Task A_refused_token_is_exchanged_once_and_the_request_sent_again()
    {
        var given = 0;
        var source = new ProvidedToken((refused, _) => Task.FromResult(new Secret(refused ? $"new{++given}" : "old")));
        var api = new FakeApi((r, _) => r.Headers.Authorization?.Parameter == "new1" ? FakeApi.Json("{}") : FakeApi.Status(401, "Unauthorized", "Unauthorized"));
        using var door = api.Door(source);
        await door.SendAsync(Read, default);
        Assert.Equal(2, api.Seen.Count);
    }

    [Fact]
    public async Task A_write_goes_only_to_the_cluster_the_run_is_for()
    {
        var api = new FakeApi((_, _) => FakeApi.Json(KubeSystem));
        using var door = api.Door();
        var error = await Assert.ThrowsAsync<DeployException>(() => door.ExpectAsync(new ClusterPin("another", "prod"), default));
        Assert.Contains("leads to another cluster", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DeployException>(() => door.SendAsync(Create, default));
        Assert.DoesNotContain("POST /x", api.Seen);
    }

    [Fact]
    public async Task A_warning_is_told_once()
    {
        var told = new List<string>();
        var api = new FakeApi((_, _) =>
        {
            var answer = FakeApi.Json("{}");
            answer.Headers.TryAddWithoutValidation("Warning", "299 - \"v1beta1 is deprecated\"");
            return answer;
        });
        using var door = api.Door(onWarning: told.Add);
        await door.SendAsync(Read, default);
        await door.SendAsync(Read, default);
        Assert.Equal(["v1beta1 is deprecated"], told);
    }

    [Fact]
    public async Task A_throttled_door_lets_fewer_through_and_recovers()
    {
        var limit = new AdaptiveLimit(8, TimeProvider.System);
        for (var i = 0; i < 8; i++) await limit.EnterAsync(default);
        var ninth = limit.EnterAsync(default);
        Assert.False(ninth.IsCompleted);
        limit.Leave(throttled: true, answered: false);
        Assert.Equal(4, limit.Limit);
        Assert.False(ninth.IsCompleted);
        for (var i = 0; i < 4; i++) limit.Leave(throttled: false, answered: true);
        await ninth;
        for (var i = 0; i < 100; i++)
        {
            await limit.EnterAsync(default);
            limit.Leave(throttled: false, answered: true);
        }

        Assert.Equal(8, limit.Limit);
    }

    [Fact]
    public async Task Older_servers_are_asked_group_by_group()
    {
        var api = new FakeApi((r, _) => FakeApi.Json(r.RequestUri!.AbsolutePath switch
        {
            "/api" => """{"kind":"APIVersions","versions":["v1"]}""",
            "/apis" => """{"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"version":"v1beta1"},{"version":"v1"}],"preferredVersion":{"version":"v1"}}]}""",
            "/api/v1" => """{"kind":"APIResourceList","resources":[{"name":"pods","kind":"Pod","namespaced":true,"verbs":["get"]},{"name":"pods/status","kind":"Pod","namespaced":true,"verbs":["get"]}]}""",
            _ => """{"kind":"APIResourceList","resources":[{"name":"deployments","kind":"Deployment","namespaced":true,"verbs":["list"]}]}""",
        }));
        using var door = api.Door();
        var table = await door.Kinds.TableAsync(default);
        Assert.True(table.Find("", "v1", "Pod")!.HasStatus);
        Assert.Equal("v1", table.Find("apps", "Deployment")!.Version);
        Assert.Equal("/apis/apps/v1/namespaces/a/deployments/b", table.Find("apps", "v1", "Deployment")!.ObjectPath("a", "b"));
        Assert.Contains("not v2", table.Suggestion("apps", "v2", "Deployment"), StringComparison.Ordinal);
        Assert.Contains("'Deployment'", table.Suggestion("apps", "v1", "Deploymnet"), StringComparison.Ordinal);
    }
}
