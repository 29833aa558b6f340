using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Gcp.Preflight;
using KfPipelineTasks.Model;
using KfPipelineTasks.Tests.Cluster;
using LocalCloud.Google;
using LocalCloud.Google.Tokens;

namespace KfPipelineTasks.Tests.Gcp;

public sealed class CredentialTests
{
    private const string Email = "deployer@kfp-proj.iam.gserviceaccount.com";

    [Fact]
    public async Task A_key_gets_tokens_and_says_whose_it_is()
    {
        await using var lab = await StartAsync();
        using var door = lab.NewDoor(TokenSources.Key(new Secret(lab.World.Keys.Create(Email, lab.World.Options.BaseAddress).CredentialsFile), TimeProvider.System));

        var who = await WhoAmI.AskAsync(door, CancellationToken.None);

        Assert.Equal(Email, who.Who);
        Assert.True(who.HasCloudScope);
        Assert.True(who.Expires > TimeProvider.System.GetUtcNow());
        Assert.Equal($"service account key of {Email}", who.Credential);
    }

    [Fact]
    public async Task A_source_of_tokens_that_never_answers_is_given_up_after_ten_seconds_and_named()
    {
        await using var lab = await GcpLab.StartAsync();
        using var door = lab.NewDoor(new Mute(), configure: o => o with { CredentialPatience = new GcpDoorOptions().CredentialPatience });

        var result = await new PreflightWork(new GoogleCloud(door, lab.Output, TimeSpan.FromHours(1)), (_, _) => throw new InvalidOperationException("There is no cluster.")).RunAsync(new PreflightWish { Project = GcpLab.Project }, CancellationToken.None);

        Assert.Equal("credential: mute: nobody answered within 10 s", Assert.Single(result.Problems).Message);
        Assert.Empty(lab.Wire.Requests);
    }

    [Fact]
    public async Task A_deleted_key_is_named()
    {
        await using var lab = await StartAsync();
        var key = lab.World.Keys.Create(Email, lab.World.Options.BaseAddress);
        lab.World.Keys.Delete(Email, key.Key.Id);
        using var door = lab.NewDoor(TokenSources.Key(new Secret(key.CredentialsFile), TimeProvider.System));

        var error = await Assert.ThrowsAsync<GcpException>(() => WhoAmI.AskAsync(door, CancellationToken.None));

        Assert.Equal(GcpErrorKind.Unauthenticated, error.Kind);
        Assert.Contains(Email, error.Message, StringComparison.Ordinal);
        Assert.Contains("deleted", error.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_identity_token_of_a_workflow_is_exchanged()
    {
        await using var lab = await StartAsync();
        var provider = new IdentityProvider(GcpLab.Number, "github", "main", IdentityProvider.GitHub);
        lab.World.Exchange.Put(provider);
        var environment = new Dictionary<string, string> { ["ACTIONS_ID_TOKEN_REQUEST_URL"] = $"{lab.Cloud.GoogleAddress}oauth/ghoidc?api-version=2", ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "job-token" };
        var source = TokenSources.Federation(provider.Name, environment, lab.Endpoints, TimeProvider.System);

        var token = await source.GetAsync(renew: false, CancellationToken.None);

        Assert.NotNull(lab.World.Tokens.Resolve(token.Value.Reveal()));
    }

    [Fact]
    public async Task An_account_is_acted_as_by_who_may()
    {
        await using var lab = await StartAsync();
        lab.World.Policies.AddMember($"projects/{GcpLab.Project}", "roles/iam.serviceAccountTokenCreator", GoogleOptions.RehearsalMember);
        var source = TokenSources.Impersonate(lab.Door.Tokens, Email, lab.Endpoints, TimeProvider.System);

        var token = await source.GetAsync(renew: false, CancellationToken.None);

        Assert.Equal(Email, lab.World.Tokens.Resolve(token.Value.Reveal())!.Email);
    }

    [Fact]
    public async Task In_three_hours_no_dead_token_is_shown_and_few_are_fetched()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var source = new Counting(time);
        using var fresh = new FreshTokens(source, time);

        for (var minute = 0; minute < 180; minute++)
        {
            Assert.True((await fresh.GetAsync(renew: false, CancellationToken.None)).Expires > time.GetUtcNow() + TimeSpan.FromMinutes(4));
            time.Move(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(4, source.Fetched);
    }

    [Theory]
    [InlineData("""{"type":"external_account_authorized_user"}""", "external_account_authorized_user")]
    [InlineData("""{"type":"gdch_service_account"}""", "gdch_service_account")]
    [InlineData("hunter2", "no JSON")]
    public async Task Other_kinds_of_files_are_refused_without_quoting_them(string text, string named)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Path("credentials.json");
        await File.WriteAllTextAsync(file, text);

        var error = await Assert.ThrowsAsync<UsageException>(() => TokenSources.ApplicationDefaultAsync(new Dictionary<string, string> { ["GOOGLE_APPLICATION_CREDENTIALS"] = file }, TimeProvider.System, CancellationToken.None));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_file_is_read_again_for_every_request()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Path("token");
        var environment = new Dictionary<string, string> { ["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"] = file };
        await File.WriteAllTextAsync(file, "one\n");
        var source = await TokenSources.ApplicationDefaultAsync(environment, TimeProvider.System, CancellationToken.None);
        var first = await source.GetAsync(renew: false, CancellationToken.None);
        await File.WriteAllTextAsync(file, "two\n");

        Assert.Equal(("one", "two"), (first.Value.Reveal(), (await source.GetAsync(renew: false, CancellationToken.None)).Value.Reveal()));
    }

    private static async Task<GcpLab> StartAsync()
    {
        var lab = await GcpLab.StartAsync();
        lab.World.ServiceAccounts.Create(GcpLab.Project, "deployer");
        return lab;
    }

    private sealed class Counting(TimeProvider time) : ITokenSource
    {
        public int Fetched { get; private set; }

        public string Description => "test";

        public Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation)
        {
            Fetched++;
            return Task.FromResult(new AccessToken(new Secret($"t{Fetched}"), time.GetUtcNow() + TimeSpan.FromHours(1)));
        }
    }

    private sealed class Mute : ITokenSource
    {
        public string Description => "mute";

        public async Task<AccessToken> GetAsync(bool renew, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
            throw new InvalidOperationException("It never ends.");
        }
    }
}
