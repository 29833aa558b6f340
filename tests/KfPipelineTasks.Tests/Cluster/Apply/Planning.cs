using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Apply;

public sealed class Planning
{
    private const string Set = """
        {apiVersion: v1, kind: Namespace, metadata: {name: demo}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: s, namespace: demo}, stringData: {password: first}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: web, namespace: demo}, spec: {selector: {app: web}, ports: [{port: 80}]}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: demo}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: "img:1", resources: {requests: {cpu: 1000m}}}]}}}}
        ---
        {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}
        ---
        {apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: demo}, spec: {a: 1}}
        """;

    private static readonly ApplyOptions Remembered = LocalCluster.Quick with { Inventory = new InventoryOptions("kf") };

    [Fact]
    public async Task On_an_empty_cluster_everything_would_be_created_and_nothing_is_written()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var plan = await cluster.PlanAsync(Set, Remembered);
        Assert.All(plan.Changes, c => Assert.Equal(Outcome.Created, c.Outcome));
        Assert.Equal("namespace demo is created in the same run", plan.Changes.Single(c => c.Subject == "Service demo/web").Because);
        Assert.StartsWith("its kind comes with the same run", plan.Changes.Single(c => c.Subject == "Widget.example.com demo/w").Because, StringComparison.Ordinal);
        Assert.Equal(0, cluster.Door.Statistics.Writes);
        Assert.Null(cluster.Get("namespaces", null, "demo"));
    }

    [Fact]
    public async Task After_an_apply_the_plan_is_empty()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set, Remembered)).ThrowIfFailed();
        var plan = await cluster.PlanAsync(Set, Remembered);
        Assert.True(plan.IsEmpty, LocalCluster.Words(plan.Changes));
        Assert.Equal(6, plan.Count(Outcome.Unchanged));
    }

    [Fact]
    public async Task Changes_are_named_field_by_field_and_secrets_stay_hidden()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set, Remembered)).ThrowIfFailed();
        var plan = await cluster.PlanAsync(Set.Replace("first", "second", StringComparison.Ordinal).Replace("img:1", "img:2", StringComparison.Ordinal).Replace("port: 80", "port: 81", StringComparison.Ordinal), Remembered);
        var configured = plan.Changes.Where(c => c.Outcome == Outcome.Configured).ToDictionary(c => c.Subject, c => c.Fields);
        Assert.Equal([new FieldChange("data.password", "\"########\"", "\"########\"")], configured["Secret demo/s"]);
        Assert.Equal([new FieldChange("spec.template.spec.containers[name=a].image", "\"img:1\"", "\"img:2\"")], configured["Deployment.apps demo/web"]);
        Assert.Equal(["spec.ports[port=80,protocol=TCP]", "spec.ports[port=81,protocol=TCP]"], configured["Service demo/web"].Select(f => f.Path));
        Assert.Equal(3, configured.Count);
    }

    [Fact]
    public async Task Another_order_is_a_change_and_shown_as_one()
    {
        const string web = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: default}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [CONTAINERS]}}}}";
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(web.Replace("CONTAINERS", "{name: a, image: i}, {name: b, image: i}", StringComparison.Ordinal))).ThrowIfFailed();
        var change = Assert.Single((await cluster.PlanAsync(web.Replace("CONTAINERS", "{name: b, image: j}, {name: a, image: i}", StringComparison.Ordinal))).Changes);
        Assert.Equal(Outcome.Configured, change.Outcome);
        var order = change.Fields.Single(f => f.Path == "spec.template.spec.containers (order)");
        Assert.Equal(("""["name=a","name=b"]""", """["name=b","name=a"]"""), (order.Before, order.After));
    }

    [Fact]
    public async Task What_would_be_pruned_is_part_of_the_plan_and_protected_things_stay()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set, Remembered)).ThrowIfFailed();
        var plan = await cluster.PlanAsync("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: demo}, spec: {selector: {app: web}, ports: [{port: 80}]}}", Remembered);
        Assert.Equal("""
            Service demo/web unchanged
            CustomResourceDefinition.apiextensions.k8s.io widgets.example.com skipped
            Deployment.apps demo/web pruned
            Namespace demo skipped
            Secret demo/s pruned
            Widget.example.com demo/w pruned
            """, LocalCluster.Words(plan.Changes));
    }

    [Fact]
    public async Task What_cannot_be_is_blocked_with_the_cause()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set)).ThrowIfFailed();
        cluster.Inside.Client.Patch("deployments.apps", "demo", "web", d => d["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "evil:1", manager: "somebody");
        var plan = await cluster.PlanAsync(Set.Replace("a: 1}", "a: 2}", StringComparison.Ordinal).Replace("port: 80", "port: eighty", StringComparison.Ordinal));
        Assert.True(plan.IsBlocked);
        Assert.Contains("owned by somebody", plan.Changes.Single(c => c.Subject == "Deployment.apps demo/web").Because, StringComparison.Ordinal);
        Assert.Equal(Outcome.Blocked, plan.Changes.Single(c => c.Subject == "Service demo/web").Outcome);
        Assert.Equal([new FieldChange("spec.a", "1", "2")], plan.Changes.Single(c => c.Subject == "Widget.example.com demo/w").Fields);
    }

    [Fact]
    public async Task A_replacement_is_announced()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set)).ThrowIfFailed();
        var plan = await cluster.PlanAsync(Set.Replace("app: web}}, template: {metadata: {labels: {app: web", "app: new}}, template: {metadata: {labels: {app: new", StringComparison.Ordinal));
        Assert.Equal("Deployment.apps demo/web replaced (spec.selector cannot be changed in place)", plan.Changes.Single(c => c.Outcome == Outcome.Replaced).ToString());
    }

    [Fact]
    public async Task Fields_of_kubectl_that_would_go_are_in_the_plan()
    {
        await using var cluster = await LocalCluster.StartAsync();
        cluster.Inside.Client.Create(System.Text.Json.Nodes.JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"1","old":"x"}}""")!.AsObject(), "kubectl-client-side-apply");
        var plan = await cluster.PlanAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}, data: {a: \"1\"}}");
        Assert.Equal([new FieldChange("data.old", "\"x\"", null)], Assert.Single(plan.Changes).Fields);
    }
}
