using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Deleting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Apply;

public sealed class Applying
{
    private const string Set = """
        apiVersion: example.com/v1
        kind: Widget
        metadata: {name: w, namespace: demo}
        spec: {size: 3, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: s, namespace: demo}
        stringData: {k: v}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: demo}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - name: main
                image: img:1
                resources: {limits: {cpu: 1000m, memory: 1024Mi}}
                ports: [{containerPort: 80}]
                env: [{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: demo}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: rb, namespace: demo}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{kind: User, name: ann}]
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: demo}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.example.com, creationTimestamp: null}
        spec:
          group: example.com
          scope: Namespaced
          names: {kind: Widget, plural: widgets}
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      size: {type: integer}
                      mode: {type: string, default: plain}
                      ports: {type: array, items: {type: object, properties: {port: {type: integer}, protocol: {type: string, default: TCP}}}}
        status: {acceptedNames: {kind: "", plural: ""}, conditions: [], storedVersions: []}
        """;

    private static readonly string Mistakes = """
        {apiVersion: v1, kind: Namespace, metadata: {name: new}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: homeless}}
        ---
        {apiVersion: v1, kind: Confgimap, metadata: {name: typo, namespace: default}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: nowhere}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: new}, spec: {replicas: three, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: main, imag: i}]}}}}
        ---
        
        """ + Widgets("size") + """
        ---
        {apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: new}, spec: {sise: 3}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: s, namespace: default}, spec: {ports: [{port: 99999}]}}
        """;

    private static string Widgets(string field) =>
        $"{{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {{name: widgets.example.com}}, spec: {{group: example.com, scope: Namespaced, names: {{kind: Widget, plural: widgets}}, versions: [{{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object, properties: {{spec: {{type: object, properties: {{{field}: {{type: integer}}}}}}}}}}}}}}]}}}}\n";

    [Fact]
    public async Task Kinds_that_come_and_go_with_a_set_are_known_and_forgotten_after_it()
    {
        await using var cluster = await LocalCluster.StartAsync();
        Assert.Null((await cluster.Door.Kinds.TableAsync(default)).Find("example.com", "Widget"));
        await cluster.ApplyAsync(Widgets("size"), LocalCluster.Quick with { Wait = new() { Deadline = TimeSpan.FromMinutes(1) } });
        Assert.NotNull((await cluster.Door.Kinds.TableAsync(default)).Find("example.com", "Widget"));
        var known = await cluster.Door.Kinds.TableAsync(default);
        await cluster.ApplyAsync(Widgets("size"));
        Assert.Same(known, await cluster.Door.Kinds.TableAsync(default));
        var gone = await new DeleteEngine(cluster.Door, cluster.Output).DeleteAsync(LocalCluster.Graph(Widgets("size")), new DeleteOptions { Timeout = TimeSpan.FromSeconds(5), Confirmed = ["CustomResourceDefinition.apiextensions.k8s.io widgets.example.com"] }, default);
        Assert.Empty(gone.Problems);
        Assert.Null((await cluster.Door.Kinds.TableAsync(default)).Find("example.com", "Widget"));
    }

    [Fact]
    public async Task A_set_in_any_order_is_applied_in_one_pass_with_nothing_refused()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var result = (await cluster.ApplyAsync(Set)).ThrowIfFailed();
        Assert.All(result.Changes, c => Assert.Equal(Outcome.Created, c.Outcome));
        Assert.Equal(7, result.Changes.Count);
        Assert.Equal((7, 0), (cluster.Door.Statistics.Writes, cluster.Door.Statistics.Refused));
        Assert.Equal("dg==", cluster.Get("secrets", "demo", "s")!["data"]!["k"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_second_run_writes_nothing()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set)).ThrowIfFailed();
        using var door = cluster.Open();
        var result = (await cluster.ApplyAsync(Set, door: door)).ThrowIfFailed();
        Assert.Equal(string.Join('\n', result.Changes.Select(c => $"{c.Subject} unchanged")), LocalCluster.Words(result.Changes));
        Assert.Equal(0, door.Statistics.Writes);
    }

    [Fact]
    public async Task A_second_run_of_a_remembered_set_writes_nothing_either()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var options = LocalCluster.Quick with { Inventory = new InventoryOptions("kf") };
        (await cluster.ApplyAsync(Set, options)).ThrowIfFailed();
        using var door = cluster.Open();
        var result = (await cluster.ApplyAsync(Set, options, door)).ThrowIfFailed();
        Assert.All(result.Changes, c => Assert.Equal(Outcome.Unchanged, c.Outcome));
        Assert.Equal(0, door.Statistics.Writes);
        Assert.True(door.Statistics.Requests <= 4 + 7, $"{door.Statistics.Requests} requests");
    }

    [Fact]
    public async Task Only_what_differs_is_written_and_said_field_by_field()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set)).ThrowIfFailed();
        var result = (await cluster.ApplyAsync(Set.Replace("img:1", "img:2", StringComparison.Ordinal).Replace("size: 3", "size: 4", StringComparison.Ordinal))).ThrowIfFailed();
        var changed = result.Changes.Where(c => c.Outcome != Outcome.Unchanged).ToList();
        Assert.Equal("Deployment.apps demo/web configured\nWidget.example.com demo/w configured", LocalCluster.Words(changed.OrderBy(c => c.Subject, StringComparer.Ordinal)));
        Assert.Equal(new FieldChange("spec.template.spec.containers[name=main].image", "\"img:1\"", "\"img:2\""), Assert.Single(changed.Single(c => c.Subject.StartsWith("Deployment", StringComparison.Ordinal)).Fields));
    }

    [Fact]
    public async Task What_others_changed_in_our_fields_is_put_right_when_that_is_allowed()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set)).ThrowIfFailed();
        cluster.Inside.Client.Patch("deployments.apps", "demo", "web", d => d["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "evil:1", manager: "kubectl-edit");
        var refused = await cluster.ApplyAsync(Set);
        var problem = Assert.Single(refused.Problems);
        Assert.Contains(".spec.template.spec.containers[name=\"main\"].image (owned by kubectl-edit)", problem.Message, StringComparison.Ordinal);
        Assert.Equal("test.yaml", problem.At!.File);
        var wrongPath = await cluster.ApplyAsync(Set, LocalCluster.Quick with { Conflicts = new ConflictRules { Force = ["spec.replicas"] } });
        Assert.Single(wrongPath.Problems);
        var result = (await cluster.ApplyAsync(Set, LocalCluster.Quick with { Conflicts = new ConflictRules { Force = ["spec.template.spec.containers[*].image"] } })).ThrowIfFailed();
        Assert.Equal("Deployment.apps demo/web configured", LocalCluster.Words(result.Changes.Where(c => c.Writes)));
        Assert.Equal("img:1", cluster.Get("deployments.apps", "demo", "web")!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
    }

    [Fact]
    public async Task Against_a_manager_that_always_sets_its_own_value_a_run_ends_and_says_who_it_is()
    {
        const string map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}, data: {colour: ours, other: x}}";
        await using var cluster = await LocalCluster.StartAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var theirs = new TaskCompletionSource();
        var fighting = FightAsync(cluster, theirs, stop.Token);
        using var forced = cluster.Open();
        // Taken once per run, never in a circle.
        await cluster.ApplyAsync(map, LocalCluster.Quick with { Conflicts = new ConflictRules { ForceAll = true } }, forced);
        Assert.Equal(1, forced.Statistics.Writes);
        await theirs.Task.WaitAsync(stop.Token);
        var refused = await cluster.ApplyAsync(map.Replace("other: x", "other: z", StringComparison.Ordinal));
        Assert.Contains("data.colour (owned by fighter)", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
        await stop.CancelAsync();
        await fighting;
    }

    private static async Task FightAsync(LocalCluster cluster, TaskCompletionSource theirs, CancellationToken stop)
    {
        using var watch = cluster.Inside.Client.Watch("configmaps");
        try
        {
            await foreach (var _ in watch.Events.ReadAllAsync(stop))
            {
                if (cluster.Get("configmaps", "default", "c")?["data"]?["colour"]?.GetValue<string>() != "ours") continue;
                cluster.Inside.Client.Patch("configmaps", "default", "c", d => d["data"]!["colour"] = "theirs", manager: "fighter");
                theirs.TrySetResult();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The fight is over.
        }
    }

    [Fact]
    public async Task An_object_that_somebody_deletes_between_the_look_and_the_write_is_there_in_the_end()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(Set)).ThrowIfFailed();
        var deleted = 0;
        using var door = cluster.Open(inner => new Meanwhile(inner, request =>
        {
            if (request.Method == HttpMethod.Patch && request.RequestUri!.AbsolutePath.EndsWith("/deployments/web", StringComparison.Ordinal) && Interlocked.Exchange(ref deleted, 1) == 0)
                cluster.Inside.Client.Delete("deployments.apps", "demo", "web");
        }));
        (await cluster.ApplyAsync(Set.Replace("img:1", "img:2", StringComparison.Ordinal), door: door)).ThrowIfFailed();
        Assert.Equal(1, deleted);
        Assert.Equal("img:2", cluster.Get("deployments.apps", "demo", "web")!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.GetValue<string>());
    }

    [Fact]
    public async Task Fields_may_be_left_to_another_owner()
    {
        const string map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}, data: {a: \"1\", b: \"2\"}}";
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(map)).ThrowIfFailed();
        cluster.Inside.Client.Patch("configmaps", "default", "c", d => d["data"]!["a"] = "theirs", manager: "controller");
        var options = LocalCluster.Quick with { Conflicts = new ConflictRules { Yield = ["data.a"] } };
        (await cluster.ApplyAsync(map, options)).ThrowIfFailed();
        Assert.Equal("theirs", cluster.Get("configmaps", "default", "c")!["data"]!["a"]!.GetValue<string>());
    }

    [Fact]
    public async Task Objects_made_by_kubectl_are_taken_over_so_that_dropped_fields_go()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var made = System.Text.Json.Nodes.JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"}},"data":{"a":"1","old":"x"}}""")!.AsObject();
        cluster.Inside.Client.Create(made, "kubectl-client-side-apply");
        var result = (await cluster.ApplyAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}, data: {a: \"1\"}}")).ThrowIfFailed();
        Assert.Equal("taken over from kubectl-client-side-apply", Assert.Single(result.Changes).Because);
        var live = cluster.Get("configmaps", "default", "c")!;
        Assert.Equal("""{"a":"1"}""", live["data"]!.ToJsonString());
        Assert.Null(live["metadata"]!["annotations"]);
        Assert.Equal("kf-pipeline-tasks", Assert.Single(live["metadata"]!["managedFields"]!.AsArray())!["manager"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_field_that_cannot_change_replaces_what_holds_no_state()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Set)).ThrowIfFailed();
        var uid = cluster.Get("deployments.apps", "demo", "web")!["metadata"]!["uid"]!.GetValue<string>();
        var result = (await cluster.ApplyAsync(Set.Replace("app: web", "app: other", StringComparison.Ordinal))).ThrowIfFailed();
        Assert.Contains(result.Changes, c => c is { Outcome: Outcome.Replaced, Because: "spec.selector cannot be changed in place" });
        Assert.NotEqual(uid, cluster.Get("deployments.apps", "demo", "web")!["metadata"]!["uid"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_field_that_cannot_change_is_refused_where_state_would_be_lost()
    {
        const string claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: p, namespace: default, annotations: {kf-pipeline-tasks/on-immutable: replace}}, spec: {accessModes: [ReadWriteOnce], storageClassName: CLASS, resources: {requests: {storage: 1Gi}}}}";
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(claim.Replace("CLASS", "a", StringComparison.Ordinal))).ThrowIfFailed();
        var refused = await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync(claim.Replace("CLASS", "b", StringComparison.Ordinal)));
        Assert.Contains("is not replaced on its own", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_refused_object_holds_up_only_what_needs_it()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var result = await cluster.ApplyAsync("""
            {apiVersion: v1, kind: Namespace, metadata: {name: demo}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: good, namespace: demo}, data: {a: "1"}}
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: bad, namespace: demo}, rules: [{apiGroups: [""], resources: [pods]}]}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: after, namespace: demo, annotations: {config.kubernetes.io/depends-on: rbac.authorization.k8s.io/namespaces/demo/Role/bad}}, data: {a: "1"}}
            """);
        Assert.Equal("Namespace demo created\nRole.rbac.authorization.k8s.io demo/bad blocked\nConfigMap demo/good created\nConfigMap demo/after blocked",
            LocalCluster.Words(result.Changes.OrderBy(c => c.Subject switch { "Namespace demo" => 0, "Role.rbac.authorization.k8s.io demo/bad" => 1, "ConfigMap demo/good" => 2, _ => 3 })));
        Assert.Contains(result.Problems, p => p.Message.Contains("rules[0].verbs: Required value", StringComparison.Ordinal));
        Assert.Contains(result.Problems, p => p.Message.StartsWith("ConfigMap demo/after was not sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{apiVersion: apps/v2, kind: Deployment, metadata: {name: a, namespace: default}}", "The server has it as apps/v1, not v2")]
    [InlineData("{apiVersion: apps/v1, kind: Deploymnet, metadata: {name: a, namespace: default}}", "'Deployment'")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", "has no namespace")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: nowhere}}", "namespace nowhere is neither in the cluster nor among the manifests")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: default}, dat: {}}", "ConfigMap default/a: dat: there is no such field. Did you mean 'data'")]
    [InlineData("{apiVersion: v1, kind: Namespace, metadata: {name: new}}\n---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: new}, spec: {replicas: three, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: main, image: i, portss: []}]}}}}", "spec.replicas must be a whole number, and is a text.")]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: default}, spec: {ports: [{port: 99999}]}}", "spec.ports[0].port: Invalid value: 99999")]
    public async Task What_nobody_can_apply_is_said_before_anything_is_sent(string yaml, string expected)
    {
        await using var cluster = await LocalCluster.StartAsync();
        var error = await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync(yaml));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, cluster.Door.Statistics.Writes);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_with_its_place_and_nothing_is_written()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var error = await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync(Mistakes, LocalCluster.Quick with { Inventory = new InventoryOptions("kf") }));
        Assert.Equal("""
            test.yaml:3:1: ConfigMap homeless has no namespace, and objects of its kind live in one. Set metadata.namespace, or the namespace of the package.
            test.yaml:5:1: Confgimap default/typo: the server has no kind Confgimap in v1. Did you mean 'ConfigMap'?
            test.yaml:7:1: ConfigMap nowhere/c: namespace nowhere is neither in the cluster nor among the manifests. Add a manifest for Namespace nowhere.
            test.yaml:9:1: Deployment.apps new/d: spec.replicas must be a whole number, and is a text.
            test.yaml:9:1: Deployment.apps new/d: spec.template.spec.containers[0].imag: there is no such field. Did you mean 'image' or 'imagePullPolicy'?
            test.yaml:13:1: Widget.example.com new/w: spec.sise: there is no such field. Did you mean 'size'?
            test.yaml:15:1: Service default/s: dry run of the apply failed: Service "s" is invalid: spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive
            """, string.Join('\n', error.Problems.OrderBy(p => p.At!.Line).ThenBy(p => p.Message, StringComparer.Ordinal)));
        Assert.Equal(0, cluster.Door.Statistics.Writes);
    }

    [Fact]
    public async Task What_no_schema_tells_is_found_before_the_first_write_of_a_first_apply_too()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var error = await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync("""
            {apiVersion: v1, kind: Namespace, metadata: {name: new}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: s, namespace: new}, spec: {ports: [{port: 99999}]}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: new}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: c}}, spec: {containers: [{name: main, image: i}]}}}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: Big_Name, namespace: new}, data: {a b: "1"}}
            ---
            {apiVersion: v1, kind: Secret, metadata: {name: t, namespace: new, labels: {app: "a b", -x: z}, annotations: {Example.com/fine: "", a/b/c: ""}}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: fine, namespace: new, labels: {empty: ""}}, data: {.fine_1: "1"}}
            ---
            {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: "system:Fine", namespace: new}, rules: []}
            """));
        Assert.Equal("""
            test.yaml:3:1: Service new/s: dry run of the apply failed: Service "s" is invalid: spec.ports[0].port: Invalid value: 99999: must be between 1 and 65535, inclusive
            test.yaml:5:1: Deployment.apps new/d: dry run of the apply failed: Deployment.apps "d" is invalid: spec.template.metadata.labels: Invalid value: {"a":"c"}: `selector` does not match template `labels`
            test.yaml:7:1: ConfigMap new/Big_Name: data: no key can be called 'a b'. Allowed: letters, digits, '-', '_' and '.', 253 characters at most.
            test.yaml:7:1: ConfigMap new/Big_Name: metadata.name cannot be 'Big_Name'. Allowed: small letters, digits, '-' and '.', a letter or digit at both ends, 253 characters at most.
            test.yaml:9:1: Secret new/t: metadata.annotations: no annotation can be called 'a/b/c'. Allowed: letters, digits, '-', '_' and '.', a letter or digit at both ends, 63 characters at most, after a domain and '/' or alone.
            test.yaml:9:1: Secret new/t: metadata.labels: no label can be called '-x'. Allowed: letters, digits, '-', '_' and '.', a letter or digit at both ends, 63 characters at most, after a domain and '/' or alone.
            test.yaml:9:1: Secret new/t: metadata.labels[app] cannot be 'a b'. Allowed: letters, digits, '-', '_' and '.', a letter or digit at both ends, 63 characters at most.
            """, string.Join('\n', error.Problems.OrderBy(p => p.At!.Line).ThenBy(p => p.Message, StringComparer.Ordinal)));
        Assert.Equal(0, cluster.Door.Statistics.Writes);
        Assert.Null(cluster.Get("services", "default", "s"));
    }

    [Fact]
    public async Task A_value_of_a_secret_is_not_repeated_when_its_type_is_wrong()
    {
        await using var cluster = await LocalCluster.StartAsync();
        var error = await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: default}, data: {k: 4711}}"));
        Assert.Contains("data.k must be a text, and is a number", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_of_a_custom_resource_are_checked_by_the_definition_in_the_cluster()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Widgets("size") + "---\n{apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: default}, spec: {size: 1}}")).ThrowIfFailed();
        var error = await Assert.ThrowsAsync<UsageException>(() => cluster.ApplyAsync("""
            {apiVersion: v1, kind: Namespace, metadata: {name: new}}
            ---
            {apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: new}, spec: {sise: 1}}
            """));
        Assert.Equal("test.yaml:3:1: Widget.example.com new/w: spec.sise: there is no such field. Did you mean 'size'?", Assert.Single(error.Problems).ToString());
    }

    [Fact]
    public async Task What_a_definition_of_the_set_will_allow_is_no_mistake()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Widgets("size") + "---\n{apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: default}, spec: {size: 1}}")).ThrowIfFailed();
        var result = (await cluster.ApplyAsync(Widgets("colour") + "---\n{apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: default}, spec: {colour: 1}}")).ThrowIfFailed();
        Assert.All(result.Changes, c => Assert.Equal(Outcome.Configured, c.Outcome));
    }

    [Fact]
    public async Task An_object_that_is_being_deleted_is_awaited_and_made_again()
    {
        const string map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default, finalizers: [example.com/hold]}, data: {a: \"1\"}}";
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(map)).ThrowIfFailed();
        cluster.Inside.Client.Delete("configmaps", "default", "c");
        var applying = cluster.ApplyAsync(map);
        cluster.Inside.Client.Patch("configmaps", "default", "c", d => d["metadata"]!.AsObject().Remove("finalizers"));
        var result = (await applying).ThrowIfFailed();
        Assert.Equal("ConfigMap default/c created", LocalCluster.Words(result.Changes));
        Assert.NotNull(cluster.Get("configmaps", "default", "c"));
    }

    [Fact]
    public async Task A_finalizer_that_holds_on_is_reported_with_its_owner_and_never_taken_off()
    {
        const string map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default, finalizers: [cnrm.cloud.google.com/finalizer]}, data: {a: \"1\"}}";
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(map)).ThrowIfFailed();
        cluster.Inside.Client.Delete("configmaps", "default", "c");
        var result = await cluster.ApplyAsync(map, LocalCluster.Quick with { DeleteTimeout = TimeSpan.FromMilliseconds(50) });
        Assert.Contains("Config Connector (namespace cnrm-system)", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
        Assert.Single(cluster.Get("configmaps", "default", "c")!["metadata"]!["finalizers"]!.AsArray());
    }
}
