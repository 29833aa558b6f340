using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Manifests.Policies;
using KfPipelineTasks.Manifests.Setters;
using KfPipelineTasks.Model;

namespace Build.Tests.Iap;

/// <summary>Who reaches a profile in the name of a contributor.</summary>
public sealed class ContributorPolicyTests
{
    private const string Gateway = "cluster.local/ns/gateways/sa/front";

    private static readonly IReadOnlyList<Resource> Objects = OwnManifests.Read("profile/contributor.yaml", SetterValues.Of("the test",
        ("profile", "team-a"), ("contributor", "bob@example.com"), ("contributor-id", "bob-example-com"), ("userid-header", "kubeflow-userid"), ("userid-prefix", ""), ("mesh-gateways", $"[{Gateway}]")));

    [Theory]
    [InlineData(Gateway, "bob@example.com", true)]
    [InlineData("cluster.local/ns/kubeflow/sa/ml-pipeline-ui", "bob@example.com", true)]
    [InlineData(Gateway, "mallory@example.com", false)]
    [InlineData("cluster.local/ns/team-b/sa/default-editor", "bob@example.com", false)]
    [InlineData("cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account", "bob@example.com", false)]
    public void Only_the_gateway_is_believed(string principal, string user, bool passes)
    {
        var request = new MeshRequest(principal, "/notebook/team-a/n/", "GET", new Dictionary<string, string> { ["kubeflow-userid"] = user });
        Assert.Equal(passes, MeshAuthorization.Accepts(Objects.Where(o => o.Id.Kind == "AuthorizationPolicy"), "team-a", new Dictionary<string, string>(), request));
    }

    [Theory]
    [InlineData("bob@example.com", "bob-example-com")]
    [InlineData("A.-b@x", "a-b-x")]
    [InlineData("_ann+ml@x.org", "ann-ml-x-org")]
    public void A_grant_is_named_as_access_management_names_it(string person, string name) => Assert.Equal(name, ProfileManifests.NameOf(person));

    [Fact]
    public void Nothing_of_ours_lets_anybody_speak_for_somebody_else() => Assert.Empty(PolicyLint.Impersonation(Objects, Gateway));
}
