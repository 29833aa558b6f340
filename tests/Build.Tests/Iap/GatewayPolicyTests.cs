using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Manifests.Policies;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace Build.Tests.Iap;

/// <summary>Who passes the gateway with our policy beside the one of the mesh that lets everybody pass.</summary>
public sealed class GatewayPolicyTests
{
    private const string Person = "https://cloud.google.com/iap/accounts.google.com:123";
    private static readonly Dictionary<string, string> Labels = new() { ["app"] = "istio-ingressgateway", ["istio"] = "ingressgateway" };

    private static readonly IReadOnlyList<Resource> Policies =
    [
        .. OwnManifests.Read("iap/authorization-policy.yaml", SetterValues.Of("the test", ("gateway-namespace", "istio-system"), ("gateway-port", "8080"))),
        Resource.FromJson(System.Text.Json.JsonElement.Parse("""
            {"apiVersion":"security.istio.io/v1beta1","kind":"AuthorizationPolicy","metadata":{"name":"istio-ingressgateway","namespace":"istio-system"},
             "spec":{"action":"ALLOW","selector":{"matchLabels":{"istio":"ingressgateway"}},"rules":[{}]}}
            """)),
    ];

    [Theory]
    [InlineData(8080, "/", Person, true)]
    [InlineData(8080, "/pipeline/", null, false)]
    [InlineData(8080, "/pipeline/", "https://kubernetes.default.svc/system:serviceaccount:team-a:default-editor", false)]
    [InlineData(8080, "/pipeline/", "https://cloud.google.com.evil.example/iap/accounts.google.com:123", false)]
    [InlineData(8080, "/healthz", null, true)]
    [InlineData(8080, "/healthz/ready", null, false)]
    [InlineData(8080, "/healthz/../pipeline", null, false)]
    [InlineData(15021, "/healthz/ready", null, true)]
    [InlineData(8081, "/v1/models/m:predict", null, true)]
    public void Only_what_identity_aware_proxy_let_in_passes(int port, string path, string? token, bool passes)
    {
        // A Pod of the mesh that says it is somebody: without a token the header does not help.
        var request = new MeshRequest("cluster.local/ns/team-a/sa/default-editor", path, "GET", new Dictionary<string, string> { ["x-goog-authenticated-user-email"] = "accounts.google.com:admin@example.com" }, token) { Port = port };
        Assert.Equal(passes, MeshAuthorization.Accepts(Policies, "istio-system", Labels, request));
    }

    [Fact]
    public void The_pair_of_objects_leaves_nothing_to_complain_about_tokens()
    {
        var authentication = OwnManifests.Read("iap/request-authentication.yaml", SetterValues.Of("the test", ("gateway-namespace", "istio-system"), ("audience", "/projects/1/global/backendServices/2")));
        Assert.Contains(PolicyLint.Check(authentication), p => p.Message.Contains("requests without a token pass", StringComparison.Ordinal));
        Assert.DoesNotContain(PolicyLint.Check([.. authentication, .. Policies]), p => p.Message.Contains("requests without a token pass", StringComparison.Ordinal));
    }
}
