using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Inventories;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Apply;

public sealed class Pruning
{
    private const string A = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: default}, data: {k: v}}\n---\n";
    private const string B = "{apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: demo}, data: {k: v}}\n---\n";
    private const string Namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: demo}}\n---\n";
    private const string Definition = "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}\n---\n";
    private const string Widget = "{apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: default}, spec: {a: 1}}\n---\n";

    [Fact]
    public void The_identity_of_a_set_is_the_one_kubectl_computes() =>
        // sha256 of "kf.default.ConfigMap.", URL-safe base64 without padding, computed with another program.
        Assert.Equal("applyset-U25VG1v-8LmdLZWl_AktOMsPmw_jEFBAtmNcqmWCp8E-v1", ApplySet.Id("kf", "default", "ConfigMap", ""));

    [Fact]
    public async Task The_parent_names_kinds_and_namespaces_and_members_carry_its_label()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Namespace + A + B, Options())).ThrowIfFailed();
        var parent = cluster.Get("configmaps", "default", "kf")!["metadata"]!;
        var id = parent["labels"]!["applyset.kubernetes.io/id"]!.GetValue<string>();
        Assert.Equal("ConfigMap,Namespace", parent["annotations"]!["applyset.kubernetes.io/contains-group-kinds"]!.GetValue<string>());
        Assert.Equal("demo", parent["annotations"]!["applyset.kubernetes.io/additional-namespaces"]!.GetValue<string>());
        Assert.StartsWith("kf-pipeline-tasks/v", parent["annotations"]!["applyset.kubernetes.io/tooling"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(id, cluster.Get("configmaps", "demo", "b")!["metadata"]!["labels"]!["applyset.kubernetes.io/part-of"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_left_the_set_goes_and_the_parent_forgets_it()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(A + Definition + Widget, Options())).ThrowIfFailed();
        var result = (await cluster.ApplyAsync(A, Options() with { Inventory = new InventoryOptions("kf") { Unprotected = ["CustomResourceDefinition.apiextensions.k8s.io widgets.example.com"] } })).ThrowIfFailed();
        Assert.Equal("ConfigMap default/a unchanged\nWidget.example.com default/w pruned\nCustomResourceDefinition.apiextensions.k8s.io widgets.example.com pruned", LocalCluster.Words(result.Changes));
        Assert.Equal("ConfigMap", cluster.Get("configmaps", "default", "kf")!["metadata"]!["annotations"]!["applyset.kubernetes.io/contains-group-kinds"]!.GetValue<string>());
    }

    [Fact]
    public async Task Protected_things_stay_and_are_remembered()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var marked = B.Replace("namespace: demo}", "namespace: demo, annotations: {cli-utils.sigs.k8s.io/on-remove: keep}}", StringComparison.Ordinal);
        (await cluster.ApplyAsync(Namespace + A + marked, Options())).ThrowIfFailed();
        for (var run = 0; run < 2; run++)
        {
            var result = (await cluster.ApplyAsync(A, Options())).ThrowIfFailed();
            Assert.Equal("ConfigMap default/a unchanged\nConfigMap demo/b skipped\nNamespace demo skipped", LocalCluster.Words(result.Changes));
        }

        Assert.Equal("demo", cluster.Get("configmaps", "default", "kf")!["metadata"]!["annotations"]!["applyset.kubernetes.io/additional-namespaces"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_finalizer_holds_keeps_the_controller_that_takes_it_off()
    {
        const string controller = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: controller, namespace: default}, spec: {selector: {matchLabels: {app: c}}, template: {metadata: {labels: {app: c}}, spec: {containers: [{name: c, image: \"img:1\"}]}}}}\n---\n";
        const string account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: controller, namespace: default}}\n---\n";
        var held = Widget.Replace("namespace: default}", "namespace: default, finalizers: [example.com/hold]}", StringComparison.Ordinal);
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(A + Definition + held + controller + account, Options())).ThrowIfFailed();

        var result = await cluster.ApplyAsync(A + Definition, Options() with { DeleteTimeout = TimeSpan.FromMilliseconds(300), Wait = new WaitOptions { Reminder = TimeSpan.FromMilliseconds(20) } });
        Assert.Contains("finalizer example.com/hold", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
        Assert.StartsWith("1 object that left the set could not be deleted", Assert.Throws<DeployException>(() => result.ThrowIfFailed()).Message, StringComparison.Ordinal);
        var said = cluster.Output.Events.OfType<OutputEvent.Awaiting>().Last(a => a.What == "objects that left the set to be gone");
        Assert.Contains("finalizer example.com/hold", Assert.Single(said.Left), StringComparison.Ordinal);
        Assert.InRange(said.Deadline, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(5));
        Assert.Equal("Widget.example.com default/w blocked\nDeployment.apps default/controller skipped\nServiceAccount default/controller skipped", LocalCluster.Words(result.Changes.Where(c => c.Outcome != Outcome.Unchanged)));
        Assert.Equal("no longer in the set, stays for now: what comes before it could not be deleted", result.Changes[^1].Because);
        Assert.NotNull(cluster.Get("deployments.apps", "default", "controller"));
        Assert.NotNull(cluster.Get("serviceaccounts", "default", "controller"));

        // Nothing is forgotten: when the finalizer is off, the next run takes all of it away.
        cluster.Inside.Client.Patch("widgets.example.com", "default", "w", w => w["metadata"]!.AsObject().Remove("finalizers"));
        (await cluster.ApplyAsync(A + Definition, Options())).ThrowIfFailed();
        Assert.Null(cluster.Get("deployments.apps", "default", "controller"));
        Assert.Null(cluster.Get("serviceaccounts", "default", "controller"));
        Assert.Equal("ConfigMap,CustomResourceDefinition.apiextensions.k8s.io", cluster.Get("configmaps", "default", "kf")!["metadata"]!["annotations"]!["applyset.kubernetes.io/contains-group-kinds"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_run_that_was_refused_something_prunes_nothing()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Namespace + A + B, Options())).ThrowIfFailed();
        var result = await cluster.ApplyAsync(A + "{apiVersion: v1, kind: Namespace, metadata: {name: new}}\n---\n{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: bad, namespace: new}, rules: [{apiGroups: [\"\"], resources: [pods]}]}", Options());
        Assert.Single(result.Problems);
        Assert.NotNull(cluster.Get("configmaps", "demo", "b"));
        Assert.Contains("Namespace", cluster.Get("configmaps", "default", "kf")!["metadata"]!["annotations"]!["applyset.kubernetes.io/contains-group-kinds"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_set_prunes_only_when_told_so()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(A, Options())).ThrowIfFailed();
        await Assert.ThrowsAsync<UsageException>(() => cluster.Engine().ApplyAsync(new ApplyGraph([], [], []), Options(), default));
        var result = (await cluster.Engine().ApplyAsync(new ApplyGraph([], [], []), Options() with { Inventory = new InventoryOptions("kf") { AllowEmpty = true } }, default)).ThrowIfFailed();
        Assert.Equal("ConfigMap default/a pruned", LocalCluster.Words(result.Changes));
    }

    [Fact]
    public async Task An_object_of_another_set_is_a_mistake()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(A, Options())).ThrowIfFailed();
        var error = await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync(A, Options("other")));
        Assert.Contains("ConfigMap default/a belongs to another set", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inventory_of_another_tool_is_refused()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(A, Options())).ThrowIfFailed();
        cluster.Inside.Client.Patch("configmaps", "default", "kf", d => d["metadata"]!["annotations"]!["applyset.kubernetes.io/tooling"] = "kubectl/v1.32");
        Assert.Contains("belongs to kubectl/v1.32", (await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync(A, Options()))).Message, StringComparison.Ordinal);
        Assert.Contains("is no inventory", (await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync(A, Options("a")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_tool_applies_as_well_is_not_pruned()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Namespace + A + B, Options())).ThrowIfFailed();
        (await cluster.ApplyAsync(B, LocalCluster.Quick with { Manager = "flux" })).ThrowIfFailed();
        var result = (await cluster.ApplyAsync(Namespace + A, Options())).ThrowIfFailed();
        Assert.Equal("no longer in the set, stays: 'flux' applies it as well", result.Changes[^1].Because);
    }

    [Fact]
    public async Task Two_services_may_swap_their_node_ports_and_one_may_inherit_one()
    {
        const string services = """
            {apiVersion: v1, kind: Service, metadata: {name: one, namespace: default}, spec: {type: NodePort, ports: [{port: 80, nodePort: 30001}]}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: two, namespace: default}, spec: {type: NodePort, ports: [{port: 80, nodePort: 30002}]}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: old, namespace: default}, spec: {type: NodePort, ports: [{port: 80, nodePort: 30003}]}}
            """;
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(services, Options())).ThrowIfFailed();
        var swapped = services.Replace("30001", "X", StringComparison.Ordinal).Replace("30002", "30001", StringComparison.Ordinal).Replace("X", "30002", StringComparison.Ordinal).Replace("name: old", "name: new", StringComparison.Ordinal);
        (await cluster.ApplyAsync(swapped, Options())).ThrowIfFailed();
        Assert.Equal(30002, Port("one"));
        Assert.Equal(30001, Port("two"));
        Assert.Equal(30003, Port("new"));
        Assert.Null(cluster.Get("services", "default", "old"));
        long Port(string name) => cluster.Get("services", "default", name)!["spec"]!["ports"]![0]!["nodePort"]!.GetValue<long>();
    }

    [Fact]
    public async Task A_new_version_of_a_custom_resource_is_the_same_object()
    {
        var two = Definition.Replace("versions: [", "versions: [{name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}, ", StringComparison.Ordinal);
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(two + Widget, Options())).ThrowIfFailed();
        var result = (await cluster.ApplyAsync(two + Widget.Replace("example.com/v1", "example.com/v2", StringComparison.Ordinal), Options())).ThrowIfFailed();
        Assert.DoesNotContain(result.Changes, c => c.Outcome == Outcome.Pruned);
    }

    private static ApplyOptions Options(string name = "kf") => LocalCluster.Quick with { Inventory = new InventoryOptions(name) };
}
