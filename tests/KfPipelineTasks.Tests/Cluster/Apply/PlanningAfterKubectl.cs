using System.Text.Json.Nodes;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Apply;

/// <summary>Objects that client-side kubectl made: the plan says what the apply does, and nothing of what they hold.</summary>
public sealed class PlanningAfterKubectl
{
    private const string Canary = "Y2FuYXJ5LW9mLXRoZS1wYXNzd29yZA==";
    private const string Kubectl = "kubectl-client-side-apply";
    private const string Map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}, data: {a: \"2\"}}";

    [Fact]
    public async Task The_copy_of_a_secret_that_kubectl_keeps_is_in_no_plan()
    {
        await using var cluster = await LocalCluster.StartAsync();
        ByKubectl(cluster, $$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"default"},"type":"Opaque","data":{"password":"{{{Canary}}}","old":"{{{Canary}}}"}}""");
        const string wanted = "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: default}, stringData: {password: other}}";
        var change = Assert.Single((await cluster.PlanAsync(wanted)).Changes);
        Assert.Equal(Outcome.Configured, change.Outcome);
        Assert.Equal([new FieldChange("data.password", "\"########\"", "\"########\""), new FieldChange("data.old", "\"########\"", null)], change.Fields);

        var done = Assert.Single((await cluster.ApplyAsync(wanted)).ThrowIfFailed().Changes);
        Assert.All(done.Fields, f => Assert.DoesNotContain(Canary, f.Before + f.After, StringComparison.Ordinal));
        var live = cluster.Get("secrets", "default", "s")!;
        Assert.Equal("Opaque", live["type"]!.GetValue<string>());
        Assert.DoesNotContain(Canary, live.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_kubectl_is_changed_by_plan_and_apply_alike()
    {
        await using var cluster = await LocalCluster.StartAsync();
        ByKubectl(cluster, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"1"}}""");
        var planned = Assert.Single((await cluster.PlanAsync(Map)).Changes);
        Assert.Equal("ConfigMap default/c configured (taken over from kubectl-client-side-apply)", planned.ToString());
        Assert.Equal([new FieldChange("data.a", "\"1\"", "\"2\"")], planned.Fields);
        Assert.Equal(planned.ToString(), Assert.Single((await cluster.ApplyAsync(Map)).ThrowIfFailed().Changes).ToString());
        Assert.True((await cluster.PlanAsync(Map)).IsEmpty);
    }

    [Fact]
    public async Task A_field_of_somebody_else_blocks_it_all_the_same_and_only_that_one_is_named()
    {
        const string both = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}, data: {a: \"2\", b: \"2\"}}";
        await using var cluster = await LocalCluster.StartAsync();
        ByKubectl(cluster, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"1"}}""");
        cluster.Inside.Client.Patch("configmaps", "default", "c", c => c["data"]!["b"] = "1", manager: "somebody");
        var planned = Assert.Single((await cluster.PlanAsync(both)).Changes);
        Assert.Equal(Outcome.Blocked, planned.Outcome);
        Assert.Contains(".data.b (owned by somebody)", planned.Because, StringComparison.Ordinal);
        Assert.DoesNotContain("kubectl", planned.Because, StringComparison.Ordinal);
        Assert.Contains(".data.b (owned by somebody)", Assert.Single((await cluster.ApplyAsync(both)).Problems).Message, StringComparison.Ordinal);

        var options = LocalCluster.Quick with { Conflicts = new ConflictRules { Yield = ["data.b"] } };
        Assert.Equal(["data.a"], Assert.Single((await cluster.PlanAsync(both, options)).Changes).Fields.Select(f => f.Path));
    }

    [Fact]
    public async Task What_the_server_filled_in_for_kubectl_does_not_go_away()
    {
        const string web = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default"},"spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"a","image":"img:1","env":[{"name":"OLD","value":"x"}]}]}}}}""";
        await using var cluster = await LocalCluster.StartAsync();
        ByKubectl(cluster, web);
        var wanted = web.Replace(""","env":[{"name":"OLD","value":"x"}]""", "", StringComparison.Ordinal);
        var planned = Assert.Single((await cluster.PlanAsync(wanted)).Changes);
        Assert.Equal(["spec.template.spec.containers[name=a].env"], planned.Fields.Select(f => f.Path));
        (await cluster.ApplyAsync(wanted)).ThrowIfFailed();
        Assert.Null(cluster.Get("deployments.apps", "default", "web")!["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]);
    }

    // As client-side kubectl leaves an object behind: its own manager, and a copy of the manifest in an annotation.
    private static void ByKubectl(LocalCluster cluster, string manifest)
    {
        var made = JsonNode.Parse(manifest)!.AsObject();
        made["metadata"]!["annotations"] = new JsonObject { ["kubectl.kubernetes.io/last-applied-configuration"] = manifest + "\n" };
        cluster.Inside.Client.Create(made, Kubectl);
    }
}
