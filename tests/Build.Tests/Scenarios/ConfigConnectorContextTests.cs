using System.Text.Json;
using KfPipelineTasks.Build.Deployment;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Model;

namespace Build.Tests.Scenarios;

/// <summary>Resources of Google Cloud are sent only where Config Connector manages them.</summary>
public sealed class ConfigConnectorContextTests
{
    private static readonly Resource Topic = Of("""{"apiVersion": "pubsub.cnrm.cloud.google.com/v1beta1", "kind": "PubSubTopic", "metadata": {"name": "a", "namespace": "ml"}}""");

    [Fact]
    public void A_namespace_that_nobody_manages_is_told_before_anything_is_written()
    {
        var lost = Assert.Single(new ConfigConnectorContexts([Context("other", true)], areNeeded: true).Missing([Topic], []));
        Assert.Equal("PubSubTopic.pubsub.cnrm.cloud.google.com ml/a: no controller would manage it: namespace ml has no ConfigConnectorContext.", lost.Message);
        Assert.StartsWith("Run ApplyKcc", lost.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_of_the_cluster_of_the_set_or_of_a_step_before_is_enough_and_in_cluster_mode_none_is_needed()
    {
        Assert.Empty(new ConfigConnectorContexts([Context("ml", false)], areNeeded: true).Missing([Topic], []));
        Assert.Empty(new ConfigConnectorContexts([], areNeeded: true).Missing([Topic, Context("ml", false)], []));
        Assert.Empty(new ConfigConnectorContexts([], areNeeded: true).Missing([Topic], [Context("ml", false)]));
        Assert.Empty(new ConfigConnectorContexts([], areNeeded: false).Missing([Topic], []));
        Assert.Empty(new ConfigConnectorContexts([], areNeeded: true).Missing([Of(Topic.Body.GetRawText().Replace("\"ml\"", "\"config-control\"", StringComparison.Ordinal))], []));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void A_resource_waits_until_its_context_is_healthy(bool isHealthy, int waits)
    {
        var node = Assert.Single(AdmissionGraph.Build([Topic], [Context("ml", isHealthy)]).Nodes);
        Assert.Equal(waits, node.Needs.OfType<Need.ObjectThere>().Count(n => n is { UntilReady: true, Object: { Kind: "ConfigConnectorContext", Namespace: "ml" } }));
    }

    private static Resource Context(string ns, bool isHealthy) => Of(
        $$"""{"apiVersion": "core.cnrm.cloud.google.com/v1beta1", "kind": "ConfigConnectorContext", "metadata": {"name": "configconnectorcontext.core.cnrm.cloud.google.com", "namespace": "{{ns}}"}, "status": {"healthy": {{(isHealthy ? "true" : "false")}} } }""");

    private static Resource Of(string json) => Resource.FromJson(JsonElement.Parse(json));
}
