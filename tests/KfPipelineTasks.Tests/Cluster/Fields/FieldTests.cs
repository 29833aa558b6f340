using System.Text.Json;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Fields;

public sealed class FieldTests
{
    private static readonly ApiKind SecretKind = new("", "v1", "Secret", "secrets", true, false, ["patch"]);

    [Theory]
    [InlineData("1000m", "1", true)]
    [InlineData("1", "1.0", true)]
    [InlineData("1Gi", "1024Mi", true)]
    [InlineData("1e3", "1k", true)]
    [InlineData("12E-1", "1.2", true)]
    [InlineData("0.5", "500m", true)]
    [InlineData("1E", "1000P", true)]
    [InlineData("100m", "0.2", false)]
    [InlineData("1G", "1Gi", false)]
    [InlineData("one", "1", false)]
    [InlineData("one", "one", true)]
    public void Quantities_are_compared_by_value(string a, string b, bool same) => Assert.Equal(same, Quantity.Same(a, b));

    [Theory]
    [InlineData("spec.replicas", ".spec.replicas", true)]
    [InlineData("spec", ".spec.replicas", true)]
    [InlineData("spec.replicas.x", ".spec.replicas", false)]
    [InlineData("webhooks[*].clientConfig.caBundle", ".webhooks[name=\"a.b\"].clientConfig.caBundle", true)]
    [InlineData("webhooks[name=a.b].clientConfig", ".webhooks[name=\"a.b\"].clientConfig.caBundle", true)]
    [InlineData("webhooks[name=c].clientConfig", ".webhooks[name=\"a.b\"].clientConfig.caBundle", false)]
    [InlineData("metadata.labels.app.kubernetes.io/name", ".metadata.labels.app.kubernetes.io/name", true)]
    [InlineData("metadata.labels.app", ".metadata.labels.app.kubernetes.io/name", false)]
    [InlineData("spec.*.image", ".spec.x.image", true)]
    public void A_pattern_covers_a_path(string pattern, string path, bool covers) => Assert.Equal(covers, FieldPath.Covers(pattern, path));

    [Fact]
    public void Fields_are_taken_out_by_the_servers_path()
    {
        var without = Outgoing.Without(Object("""{"apiVersion":"v1","kind":"X","metadata":{"name":"a","labels":{"app.kubernetes.io/name":"n","b":"c"}},"list":[{"name":"one","value":1},{"name":"two","value":2}]}"""),
            [".metadata.labels.app.kubernetes.io/name", ".list[name=\"two\"].value", ".nothing.there"]);
        Assert.Equal("""{"apiVersion":"v1","kind":"X","metadata":{"name":"a","labels":{"b":"c"}},"list":[{"name":"one","value":1},{"name":"two"}]}""", without.Body.GetRawText());
    }

    [Fact]
    public void What_is_sent_leaves_out_what_only_the_server_sets()
    {
        var sent = Outgoing.Make(
            Object("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","uid":"1","resourceVersion":"2","creationTimestamp":null,"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","a":"b"}},"stringData":{"k":"v","both":"text"},"data":{"both":"eA==","d":"eA=="}}"""),
            SecretKind, new ResourceId("", "v1", "Secret", "ns", "s"), new Dictionary<string, string> { ["l"] = "m" });
        Assert.Equal("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","annotations":{"a":"b"},"labels":{"l":"m"},"namespace":"ns"},"data":{"d":"eA==","k":"dg==","both":"dGV4dA=="}}""", sent.Body.GetRawText());
    }

    [Fact]
    public void A_takeover_joins_the_sets_and_keeps_those_of_others()
    {
        var live = Object("""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","resourceVersion":"7","managedFields":[
              {"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","fieldsV1":{"f:data":{".":{},"f:a":{}}}},
              {"manager":"kf-pipeline-tasks","operation":"Apply","apiVersion":"v1","fieldsV1":{"f:data":{"f:b":{}}}},
              {"manager":"kubectl","operation":"Update","apiVersion":"v1","fieldsV1":{"f:data":{"f:c":{}}}}]}}
            """);
        Assert.True(Takeover.Needed(live));
        var patch = JsonElement.Parse(new Takeover(null!, "kf-pipeline-tasks").Patch(live).Span);
        Assert.Equal("7", patch[1].GetProperty("value").GetString());
        var entries = patch[0].GetProperty("value");
        Assert.Equal(2, entries.GetArrayLength());
        Assert.Equal("""{"f:data":{".":{},"f:a":{},"f:b":{}}}""", entries[0].GetProperty("fieldsV1").GetRawText());
        Assert.Equal("kubectl", entries[1].GetProperty("manager").GetString());
    }

    [Fact]
    public void Replicas_are_left_to_the_autoscaler_and_not_to_a_person()
    {
        var wanted = Object("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":1}}""");
        Resource Live(string manager) => Object("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","managedFields":[{"manager":"SOMEBODY","operation":"Update","subresource":"scale","apiVersion":"apps/v1","fieldsV1":{"f:spec":{"f:replicas":{}}}}]},"spec":{"replicas":3}}
            """.Replace("SOMEBODY", manager, StringComparison.Ordinal));
        Assert.Equal([".spec.replicas"], Yielded.Paths(wanted, Live("kube-controller-manager"), "kf-pipeline-tasks"));
        Assert.Empty(Yielded.Paths(wanted, Live("kubectl"), "kf-pipeline-tasks"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Cg==", true)]
    [InlineData("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJXRENCL3FBREFnRUNBZ0VC", false)]
    public void A_placeholder_for_a_ca_bundle_is_left_to_its_injector(string bundle, bool yielded)
    {
        var wanted = Object("""{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"d"},"webhooks":[{"name":"w","clientConfig":{"caBundle":"BUNDLE"}}]}""".Replace("BUNDLE", bundle, StringComparison.Ordinal));
        var live = Object("""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingWebhookConfiguration","metadata":{"name":"d","managedFields":[
              {"manager":"cert-manager-cainjector","operation":"Update","apiVersion":"admissionregistration.k8s.io/v1","fieldsV1":{"f:webhooks":{"k:{\"name\":\"w\"}":{"f:clientConfig":{"f:caBundle":{}}}}}}]}}
            """);
        Assert.Equal(yielded, Yielded.Paths(wanted, live, "kf-pipeline-tasks").Count == 1);
    }

    [Fact]
    public void Secret_values_are_never_shown()
    {
        var id = new ResourceId("", "v1", "Secret", "ns", "s");
        var shown = Masking.Shown(id, [new FieldDifference("data.password", JsonElement.Parse("\"b2xk\""), JsonElement.Parse("\"bmV3\""), false), new FieldDifference("metadata.labels.a", null, JsonElement.Parse("\"b\""), false)]);
        Assert.Equal(new FieldChange("data.password", "\"########\"", "\"########\""), shown[0]);
        Assert.Equal(new FieldChange("metadata.labels.a", null, "\"b\""), shown[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("data[tls.crt]")]
    [InlineData("stringData.password")]
    [InlineData("metadata")]
    [InlineData("metadata.annotations")]
    [InlineData("metadata.annotations[example.com/copy]")]
    [InlineData("metadata.managedFields")]
    [InlineData("typewriter")]
    public void Whatever_part_of_a_secret_differs_is_hidden(string path)
    {
        var value = JsonElement.Parse("""{"password":"canary"}""");
        var shown = Assert.Single(Masking.Shown(new ResourceId("", "v1", "Secret", "ns", "s"), [new FieldDifference(path, value, value, false)]));
        Assert.Equal(new FieldChange(path, "\"########\"", "\"########\""), shown);
    }

    [Fact]
    public void The_bookkeeping_of_kubectl_is_a_difference_of_no_object()
    {
        var id = new ResourceId("apps", "v1", "Deployment", "ns", "d");
        var copy = JsonElement.Parse("""{"kubectl.kubernetes.io/last-applied-configuration":"{}"}""");
        var more = JsonElement.Parse("""{"a":"b","kubectl.kubernetes.io/last-applied-configuration":"{}"}""");
        Assert.Empty(Masking.Shown(id, [new FieldDifference("metadata.annotations", copy, null, false), new FieldDifference("metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]", JsonElement.Parse("\"{}\""), null, false)]));
        Assert.Equal([new FieldChange("metadata.annotations", """{"a":"b"}""", null)], Masking.Shown(id, [new FieldDifference("metadata.annotations", more, null, false)]));
    }

    private static Resource Object(string json) => Resource.FromJson(JsonElement.Parse(json));
}
