using System.Net;
using System.Text;
using KfPipelineTasks.Model;
using KfPipelineTasks.Pipelines;
using TestKit;

namespace KfPipelineTasks.Tests.Pipelines;

/// <summary>Refusals, as they are met, and what is made of them.</summary>
public sealed class DenialTests
{
    private const string Heading = "## What a refusal means\n";

    private static readonly bool Accepts = Environment.GetEnvironmentVariable("KFT_ACCEPT") == "1";

    [Theory]
    [InlineData(403, "RBAC: access denied", State.Failed, "Run ConnectSdk")]
    [InlineData(401, """{"error":"Failed to authorize with API: Unauthenticated: Request header error: there is no user identity header.","code":16}""", State.Failed, "service account's token")]
    [InlineData(401, """{"message":"Review.Status.Authenticated is false","code":16}""", State.Failed, "audience pipelines.kubeflow.org")]
    [InlineData(403, """{"message":"PermissionDenied: User 'system:serviceaccount:a:b' is not authorized with reason: no RBAC policy matched"}""", State.Failed, "kubeflow-edit")]
    [InlineData(400, """{"message":"Invalid input error: In multi-user mode, experiment must belong to a namespace"}""", State.Failed, "--pipelines-namespace")]
    [InlineData(401, "Invalid IAP credentials: JWT audience doesn't match this application", State.Failed, "CLIENT_ID")]
    [InlineData(401, "Invalid IAP credentials: empty token", State.Failed, "identity token, or the cookie")]
    [InlineData(403, "You don't have access. x@y is not authorized to access this page.", State.Failed, "GrantIapAccess")]
    [InlineData(403, "Audiences in Jwt are not allowed", State.Failed, "ConfigureIap")]
    [InlineData(404, "response 404 (backend NotFound), service rules for the path non-existent", State.Waiting, "ConfigureIap")]
    [InlineData(502, "Error: Server Error. The server encountered a temporary error and could not complete your request.", State.Waiting, "ConfigureIap")]
    [InlineData(503, "no healthy upstream", State.Waiting, "Status")]
    [InlineData(500, "something nobody has seen", State.Failed, "log of Deployment")]
    [InlineData(200, "<!doctype html><title>Sign in</title>", State.Failed, "https://HOST/pipeline")]
    public async Task A_refusal_comes_with_its_cause_and_the_next_step(int status, string body, State state, string next)
    {
        using var http = new HttpMessageInvoker(new Answering(status, body));
        var answer = await new PipelinesClient(http, new Uri("http://pipelines.test/"), TimeProvider.System).GetAsync("apis/v2beta1/experiments", null, default);
        var verdict = DenialBook.Explain(answer);
        Assert.Equal(state, verdict.State);
        Assert.Contains(next, verdict.Next, StringComparison.Ordinal);
        Assert.StartsWith($"{status}", verdict.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://accounts.google.com/o/oauth2/v2/auth?x=1", "Google's sign-in")]
    [InlineData("https://kf.test/oauth2/start?rd=/", "sign in")]
    [InlineData("https://kf.test/dex/auth?x=1", "sign in")]
    public async Task Being_led_to_a_sign_in_page_is_a_session_that_has_ended(string location, string cause)
    {
        using var http = new HttpMessageInvoker(new Answering(302, "", location));
        var answer = await new PipelinesClient(http, new Uri("https://kf.test/pipeline"), TimeProvider.System).GetAsync("apis/v2beta1/healthz", null, default);
        var verdict = DenialBook.Explain(answer);
        Assert.Contains(cause, verdict.Because, StringComparison.Ordinal);
        Assert.DoesNotContain("x=1", verdict.Because, StringComparison.Ordinal);
        Assert.Contains("KFT_PIPELINES_COOKIE", verdict.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_API_is_asked_in_its_own_version()
    {
        var asked = new List<string>();
        using var http = new HttpMessageInvoker(new Answering(request =>
        {
            asked.Add(request.RequestUri!.PathAndQuery);
            return request.RequestUri.AbsolutePath.StartsWith("/apis/v1beta1/", StringComparison.Ordinal) ? (200, """{"multi_user":true,"total_size":3}""") : (404, """{"message":"Not Found"}""");
        }));
        var checks = new ConnectionChecks(new PipelinesClient(http, new Uri("http://pipelines.test/"), TimeProvider.System));
        var (_, health) = await checks.HealthAsync(null, default);
        Assert.Equal(new PipelinesHealth("v1beta1", IsMultiUser: true), health);
        var list = await checks.ListsAsync(health!, PipelinesCredential.Token("a/b", new Secret("t")), "team a", default);
        Assert.Equal(State.Ready, list.Verdict.State);
        Assert.Equal("/apis/v1beta1/experiments?page_size=1&resource_reference_key.type=NAMESPACE&resource_reference_key.id=team%20a", asked[^1]);
    }

    [Fact]
    public void No_denial_hides_a_more_particular_one()
    {
        for (var at = 0; at < DenialBook.All.Count; at++)
            Assert.Same(DenialBook.All[at], DenialBook.All.First(denial => denial.Fits(DenialBook.All[at].Text.Replace('…', ' '))));
    }

    [Fact]
    public void The_page_lists_every_denial()
    {
        var file = Path.Combine(SharedData.Repository, "docs", "pipelines.md");
        var text = File.ReadAllText(file);
        var start = text[..(text.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)];
        var wanted = new StringBuilder(start).Append("\n| the words | who says so | what is behind it | what to do |\n|---|---|---|---|\n");
        foreach (var denial in DenialBook.All) wanted.Append($"| `{denial.Text}` | {denial.From} | {denial.Cause} | {denial.Next} |\n");
        if (Accepts) File.WriteAllText(file, wanted.ToString());
        Assert.Equal(wanted.ToString(), File.ReadAllText(file));
    }

    private sealed class Answering(Func<HttpRequestMessage, (int Status, string Body)> answer, string? location = null) : HttpMessageHandler
    {
        public Answering(int status, string body, string? location = null)
            : this(_ => (status, body), location)
        {
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answer(request);
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body), RequestMessage = request };
            if (location is not null) response.Headers.Location = new Uri(location);
            return Task.FromResult(response);
        }
    }
}
