using System.Net;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Operations;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class DoorTests
{
    private static readonly ClusterPath Path = new(GcpLab.Project, GcpLab.Zone, "kf");

    [Theory]
    [InlineData(429, "RESOURCE_EXHAUSTED", "Quota exceeded", null)]
    [InlineData(503, "UNAVAILABLE", "The service is currently unavailable.", null)]
    [InlineData(500, "INTERNAL", "Internal error", null)]
    [InlineData(504, "DEADLINE_EXCEEDED", "Deadline exceeded", null)]
    [InlineData(403, "PERMISSION_DENIED", "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute' of service 'compute.googleapis.com'", null)]
    public async Task A_read_is_repeated_after_a_passing_refusal(int status, string code, string message, string? reason)
    {
        await using var lab = await GcpLab.StartAsync();
        lab.Wire.Before = r => r.Index < 2 ? Wire.Error(status, code, message, reason) : null;

        Assert.Null(await lab.Google.Clusters.FindAsync(Path, CancellationToken.None));

        Assert.Equal(3, lab.Wire.Requests.Count);
        Assert.Equal(2, lab.Door.Statistics.Repeated);
    }

    [Fact]
    public async Task Where_nobody_listens_on_this_machine_it_is_said_soon_and_not_waited_for_long()
    {
        var told = new List<string>();
        var lab = await GcpLab.StartAsync();
        using var door = lab.NewDoor(new FixedToken(new Secret("t")), configure: o => o with { LoopbackPatience = TimeSpan.FromMinutes(10), OnTryingAgain = (why, left) => { lock (told) told.Add($"{left <= TimeSpan.FromMinutes(10)} {why.Said}"); } });
        await lab.DisposeAsync();

        var error = await Assert.ThrowsAsync<GcpException>(() => door.SendAsync(new GcpRequest(GcpApi.Iam, HttpMethod.Get, "v1/projects/p/serviceAccounts", "accounts", "list"), CancellationToken.None));

        Assert.Equal(GcpErrorKind.Unreachable, error.Kind);
        Assert.StartsWith("nobody listens at 127.0.0.1:", error.Said, StringComparison.Ordinal);
        Assert.Contains("src/LocalCloud", error.Next, StringComparison.Ordinal);
        Assert.StartsWith("True nobody listens at", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_read_is_repeated_after_a_lost_connection()
    {
        await using var lab = await GcpLab.StartAsync();
        lab.Wire.Before = r => r.Index == 0 ? throw new HttpRequestException("reset", new IOException("Connection reset by peer")) : null;

        Assert.Null(await lab.Google.Clusters.FindAsync(Path, CancellationToken.None));

        Assert.Equal(2, lab.Wire.Requests.Count);
    }

    [Theory]
    [InlineData(403, "PERMISSION_DENIED", "Required \\\"container.clusters.get\\\" permission(s)", null, GcpErrorKind.PermissionDenied)]
    [InlineData(403, "PERMISSION_DENIED", "Kubernetes Engine API has not been used", "SERVICE_DISABLED", GcpErrorKind.ServiceDisabled)]
    [InlineData(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", GcpErrorKind.ScopeInsufficient)]
    [InlineData(403, "PERMISSION_DENIED", "(1) insufficient regional quota to satisfy request: resource 'CPUS'", null, GcpErrorKind.Quota)]
    [InlineData(400, "INVALID_ARGUMENT", "Bad", null, GcpErrorKind.Invalid)]
    [InlineData(409, "ALREADY_EXISTS", "Already exists", null, GcpErrorKind.AlreadyExists)]
    [InlineData(409, "ABORTED", "There were concurrent policy changes.", null, GcpErrorKind.Changed)]
    [InlineData(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.", null, GcpErrorKind.Changed)]
    [InlineData(400, "FAILED_PRECONDITION", "Operation operation-1558074043943-c4492e58 is currently upgrading cluster kf. Please wait and try again once it is done.", null, GcpErrorKind.Busy)]
    public async Task A_lasting_refusal_is_told_apart_and_not_repeated(int status, string code, string message, string? reason, GcpErrorKind kind)
    {
        await using var lab = await GcpLab.StartAsync();
        lab.Wire.Before = _ => Wire.Error(status, code, message, reason);

        var error = await Assert.ThrowsAsync<GcpException>(() => lab.Google.Clusters.FindAsync(Path, CancellationToken.None));

        Assert.Equal(kind, error.Kind);
        Assert.Equal("cluster kf", error.Subject);
        Assert.Equal("read", error.Act);
        Assert.Single(lab.Wire.Requests);
        if (kind == GcpErrorKind.Busy) Assert.Equal("operation-1558074043943-c4492e58", error.Operation);
    }

    [Fact]
    public async Task A_page_of_a_proxy_is_not_shown_as_the_cause()
    {
        await using var lab = await GcpLab.StartAsync();
        lab.Wire.Before = _ => new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("<html><body>Blocked by policy</body></html>") };

        var error = await Assert.ThrowsAsync<GcpException>(() => lab.Google.Clusters.FindAsync(Path, CancellationToken.None));

        Assert.DoesNotContain("<html>", error.Message);
        Assert.Contains("403", error.Message);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once()
    {
        await using var lab = await GcpLab.StartAsync();
        var tokens = new NextToken("dead", LocalCloud.Google.GoogleOptions.RehearsalToken);
        using var door = lab.NewDoor(tokens);

        Assert.Null(await new GkeClusters(door, new GkeOperations(door, new Recorder(), TimeSpan.FromMinutes(1))).FindAsync(Path, CancellationToken.None));

        Assert.Equal(["dead", LocalCloud.Google.GoogleOptions.RehearsalToken], lab.Wire.Requests.Select(r => r.Token));
    }

    [Fact]
    public async Task A_second_refusal_of_the_token_is_the_end()
    {
        await using var lab = await GcpLab.StartAsync();
        using var door = lab.NewDoor(new NextToken("dead", "dead too"));

        var error = await Assert.ThrowsAsync<GcpException>(() => new GkeClusters(door, new GkeOperations(door, new Recorder(), TimeSpan.FromMinutes(1))).FindAsync(Path, CancellationToken.None));

        Assert.Equal(GcpErrorKind.Unauthenticated, error.Kind);
        Assert.Equal(2, lab.Wire.Requests.Count);
    }

    [Fact]
    public async Task Disabled_is_waited_out_after_our_own_activation_only()
    {
        await using var lab = await GcpLab.StartAsync();
        lab.Wire.Before = r => r.Index < 3 ? Wire.Error(403, "PERMISSION_DENIED", "not used yet", "SERVICE_DISABLED") : null;
        lab.Door.JustEnabled(["container.googleapis.com"]);

        Assert.Null(await lab.Google.Clusters.FindAsync(Path, CancellationToken.None));
    }

    [Fact]
    public async Task A_delay_beyond_all_patience_ends_it_at_once()
    {
        await using var lab = await GcpLab.StartAsync();
        lab.Wire.Before = _ =>
        {
            var answer = Wire.Error(429, "RESOURCE_EXHAUSTED", "Maximum number of keys on account reached.");
            answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(86401));
            return answer;
        };

        var error = await Assert.ThrowsAsync<GcpException>(() => lab.Google.Clusters.FindAsync(Path, CancellationToken.None));

        Assert.Equal(GcpErrorKind.Throttled, error.Kind);
        Assert.Single(lab.Wire.Requests);
    }

    [Fact]
    public async Task A_stalled_answer_is_given_up_and_asked_for_again()
    {
        await using var lab = await GcpLab.StartAsync();
        var stall = new Stall();
        using var door = lab.NewDoor(new FixedToken(new Secret(LocalCloud.Google.GoogleOptions.RehearsalToken)), configure: o => o with { AttemptTimeout = TimeSpan.FromMinutes(10), Between = stall.Between });

        Assert.Null(await new GkeClusters(door, new GkeOperations(door, new Recorder(), TimeSpan.FromMinutes(1))).FindAsync(Path, CancellationToken.None));

        Assert.True(stall.Stalled);
    }

    [Fact]
    public void Endpoints_follow_the_rules_of_gcloud()
    {
        var endpoints = GcpEndpoints.From(new Dictionary<string, string>
        {
            ["CLOUDSDK_API_ENDPOINT_OVERRIDES_CONTAINER"] = "http://127.0.0.1:1/container/",
            ["CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE"] = "http://127.0.0.1:1/",
            ["CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE"] = "http://127.0.0.1:1/storage/storage/v1/",
            ["CLOUDSDK_AUTH_TOKEN_HOST"] = "http://127.0.0.1:1/oauth/token",
        });

        Assert.Equal("http://127.0.0.1:1/container/", endpoints[GcpApi.Container].AbsoluteUri);
        Assert.Equal("http://127.0.0.1:1/compute/v1/", endpoints[GcpApi.Compute].AbsoluteUri);
        Assert.Equal("http://127.0.0.1:1/storage/storage/v1/", endpoints[GcpApi.Storage].AbsoluteUri);
        Assert.Equal("http://127.0.0.1:1/oauth/", endpoints[GcpApi.OAuth2].AbsoluteUri);
        Assert.Equal("https://iam.googleapis.com/", endpoints[GcpApi.Iam].AbsoluteUri);
    }

    [Fact]
    public void An_override_that_is_no_address_is_refused() =>
        Assert.Throws<UsageException>(() => GcpEndpoints.From(new Dictionary<string, string> { ["CLOUDSDK_API_ENDPOINT_OVERRIDES_IAM"] = "localhost:80" }));

    private sealed class NextToken(string first, string second) : ITokenSource
    {
        public string Description => "test";

        public Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation) => Task.FromResult(new AccessToken(new Secret(renew ? second : first), null));
    }

    private sealed class Stall
    {
        public bool Stalled { get; private set; }

        public HttpMessageHandler Between(HttpMessageHandler network) => new Handler(this, network);

        private sealed class Handler(Stall owner, HttpMessageHandler network) : DelegatingHandler(network)
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                if (!owner.Stalled)
                {
                    owner.Stalled = true;
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }

                return await base.SendAsync(request, cancellationToken);
            }
        }
    }
}
