using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Model;

public sealed class KubernetesVersionTests
{
    [Theory]
    [InlineData("v1.31.5", "1.31")]
    [InlineData("1.29.10-gke.1280000", "1.29")]
    [InlineData("1.28+", "1.28")]
    [InlineData("1.9", "1.9")]
    public void A_version_is_read_as_servers_write_it(string text, string expected) => Assert.Equal(expected, KubernetesVersion.Parse(text)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("latest")]
    [InlineData("1")]
    [InlineData("1.x")]
    public void What_is_no_version_is_none(string? text) => Assert.Null(KubernetesVersion.Parse(text));

    [Theory]
    [InlineData("1.26", State.Failed)]
    [InlineData("1.27", State.Ready)]
    [InlineData("1.34", State.Ready)]
    [InlineData("1.35", State.Unknown)]
    [InlineData("1.9", State.Failed)]
    public void A_cluster_is_judged_by_its_release(string version, State expected) => Assert.Equal(expected, KubernetesVersion.Parse(version)!.Value.Judge().State);

    [Theory]
    [InlineData("policy/v1beta1", "PodDisruptionBudget", "has no policy/v1beta1 since 1.25", "Write apiVersion: policy/v1, which is there since Kubernetes 1.21.")]
    [InlineData("extensions/v1beta1", "Ingress", "has no extensions/v1beta1 since 1.22", "Write apiVersion: networking.k8s.io/v1, which is there since Kubernetes 1.19.")]
    [InlineData("policy/v1beta1", "PodSecurityPolicy", "has no policy/v1beta1 since 1.25", "Leave it out: nothing takes its place.")]
    public void An_object_of_an_API_that_is_gone_is_told_with_what_takes_its_place(string apiVersion, string kind, string message, string next)
    {
        var graph = AdmissionGraph.Build([Resource.FromJson(Json($$$"""{"apiVersion":"{{{apiVersion}}}","kind":"{{{kind}}}","metadata":{"name":"a","namespace":"default"}}"""))]);

        var problem = Assert.Single(graph.Problems);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(next, problem.Next);
    }

    [Fact]
    public void An_API_that_some_servers_still_have_is_no_problem_without_one() =>
        Assert.Empty(AdmissionGraph.Build([Resource.FromJson(Json("""{"apiVersion":"flowcontrol.apiserver.k8s.io/v1beta3","kind":"FlowSchema","metadata":{"name":"a"}}"""))]).Problems);

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonDocument.Parse(text).RootElement;
}
