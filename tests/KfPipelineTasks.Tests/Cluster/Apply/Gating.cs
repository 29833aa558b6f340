using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Model;
using LocalCloud.Host;
using LocalCloud.Simulation;

namespace KfPipelineTasks.Tests.Cluster.Apply;

public sealed class Gating
{
    /// <summary>A kind whose objects are checked by a webhook; the webhook's backend is part of the set, its certificate comes from cert-manager's injector.</summary>
    private const string Set = """
        {apiVersion: v1, kind: Namespace, metadata: {name: gate}}
        ---
        {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}
        ---
        {apiVersion: example.com/v1, kind: Widget, metadata: {name: one, namespace: gate}, spec: {a: 1}}
        ---
        {apiVersion: example.com/v1, kind: Widget, metadata: {name: two, namespace: gate}, spec: {a: 1}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: gate, namespace: gate}, spec: {selector: {app: gate}, ports: [{port: 443, targetPort: 9443}]}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: gate, namespace: gate}, spec: {progressDeadlineSeconds: 600, selector: {matchLabels: {app: gate}}, template: {metadata: {labels: {app: gate}, annotations: {localcloud.dev/behaviour: BEHAVIOUR}}, spec: {containers: [{name: gate, image: "gate:1", ports: [{containerPort: 9443}], readinessProbe: {httpGet: {path: /, port: 9443}}}]}}}}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: gate}
        webhooks:
        - name: gate.example.com
          clientConfig: {service: {namespace: gate, name: gate, path: /validate}, caBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJXRENCL3FBREFnRUNBZ0VC}
          rules: [{operations: [CREATE, UPDATE], apiGroups: [example.com], apiVersions: [v1], resources: [widgets]}]
          failurePolicy: Fail
          sideEffects: None
          admissionReviewVersions: [v1]
        """;

    [Fact]
    public async Task Objects_wait_for_the_webhook_that_will_see_them_and_nothing_is_refused()
    {
        await using var cluster = await LocalCluster.StartAliveAsync(new LocalCloudOptions { EstablishDelay = TimeSpan.FromMilliseconds(300) });
        var result = (await cluster.ApplyAsync(Set.Replace("BEHAVIOUR", "slow=300ms", StringComparison.Ordinal), LocalCluster.Quick with { Wait = new WaitOptions() })).ThrowIfFailed();
        Assert.All(result.Changes, c => Assert.Equal(Outcome.Created, c.Outcome));
        Assert.Equal((7, 0), (cluster.Door.Statistics.Writes, cluster.Door.Statistics.Refused));
        var order = cluster.Output.Events.OfType<OutputEvent.Changed>().Select(c => c.Change.Subject).ToList();
        Assert.True(order.IndexOf("Widget.example.com gate/one") > order.IndexOf("ValidatingWebhookConfiguration.admissionregistration.k8s.io gate"), "sent unvalidated");
    }

    [Fact]
    public async Task A_webhook_that_never_comes_is_explained_and_holds_up_only_its_objects()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var result = await cluster.ApplyAsync(Set.Replace("BEHAVIOUR", "never-ready", StringComparison.Ordinal), LocalCluster.Quick with { GateTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(2, result.Problems.Count);
        Assert.Contains("Service gate/gate has no ready endpoint", result.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("Deployment.apps gate/gate", result.Problems[0].Message, StringComparison.Ordinal);
        Assert.Contains("2 objects could not be applied in time", Assert.Throws<NotReadyInTimeException>(result.ThrowIfFailed).Message, StringComparison.Ordinal);
        Assert.Equal(5, result.Changes.Count(c => c.Outcome == Outcome.Created));
        Assert.Equal(0, cluster.Door.Statistics.Refused);
    }

    [Theory]
    [InlineData("never-ready", 600_000, 300, false)]
    [InlineData("slow=1s", 100, 60_000, true)]
    public async Task What_must_be_ready_first_has_its_own_deadline_and_not_the_one_of_gates(string behaviour, int gate, int kind, bool isMet)
    {
        const string set = """
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: first, namespace: default}, spec: {selector: {matchLabels: {app: f}}, template: {metadata: {labels: {app: f}, annotations: {localcloud.dev/behaviour: BEHAVIOUR}}, spec: {containers: [{name: main, image: "img:1", readinessProbe: {httpGet: {path: /, port: 80}}}]}}}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: second, namespace: default, annotations: {config.kubernetes.io/depends-on: apps/namespaces/default/Deployment/first}}}
            """;
        await using var cluster = await LocalCluster.StartAliveAsync();
        var options = LocalCluster.Quick with
        {
            GateTimeout = TimeSpan.FromMilliseconds(gate),
            Wait = new WaitOptions { ByKind = new Dictionary<string, TimeSpan> { ["Deployment.apps"] = TimeSpan.FromMilliseconds(kind) } },
        };
        var result = await cluster.ApplyAsync(set.Replace("BEHAVIOUR", behaviour, StringComparison.Ordinal), options);
        Assert.Equal(isMet, cluster.Get("configmaps", "default", "second") is not null);
        if (isMet) result.ThrowIfFailed();
        else Assert.Throws<NotReadyInTimeException>(result.ThrowIfFailed);
    }

    [Fact]
    public async Task A_definition_that_is_never_established_is_explained_and_holds_up_only_its_objects()
    {
        await using var cluster = await LocalCluster.StartAsync(new LocalCloudOptions { EstablishDelay = TimeSpan.FromHours(1) });
        var result = await cluster.ApplyAsync("""
            {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: slugs.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Slug, plural: slugs}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}
            ---
            {apiVersion: example.com/v1, kind: Slug, metadata: {name: s, namespace: default}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: default}}
            """, LocalCluster.Quick with { GateTimeout = TimeSpan.FromMilliseconds(500) });
        var problem = Assert.Single(result.Problems);
        Assert.StartsWith("Slug.example.com default/s was not sent, its kind is defined by CustomResourceDefinition.apiextensions.k8s.io slugs.example.com: Kind Slug.example.com in v1 was awaited for", problem.Message, StringComparison.Ordinal);
        Assert.Equal(2, result.Changes.Count(c => c.Outcome == Outcome.Created));
        Assert.Equal(0, cluster.Door.Statistics.Refused);
    }

    [Fact]
    public async Task A_backend_that_has_failed_is_not_awaited()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var result = await cluster.ApplyAsync(Set.Replace("BEHAVIOUR", "image-pull-error", StringComparison.Ordinal).Replace("600", "1", StringComparison.Ordinal), LocalCluster.Quick with { GateTimeout = TimeSpan.FromMinutes(5) });
        Assert.Contains("has failed", result.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_whose_CA_its_own_crashing_program_fills_in_is_given_up_with_its_last_words()
    {
        var time = new FastTime(TimeProvider.System, 60);
        await using var cluster = await FastAsync(time);
        using var door = Fast(cluster, time);
        var set = Set.Replace(", caBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJXRENCL3FBREFnRUNBZ0VC", "", StringComparison.Ordinal)
            .Replace("name: gate, namespace: gate}, spec: {progress", "name: gate, namespace: gate, annotations: {localcloud.dev/fills-ca-of: gate}}, spec: {progress", StringComparison.Ordinal);
        var result = await cluster.ApplyAsync(set.Replace("BEHAVIOUR", "crash-loop", StringComparison.Ordinal), LocalCluster.Quick with { GateTimeout = TimeSpan.FromHours(1) }, door);
        Assert.Matches(
            @"^Widget\.example\.com gate/one was not sent, .*: Webhook gate\.example\.com of ValidatingWebhookConfiguration\.admissionregistration\.k8s\.io gate is given up: its CA bundle is not filled in yet: " +
            @"Deployment\.apps gate/gate: 0 of 1 replicas are available; Pod gate-\S+, container gate: CrashLoopBackOff \(exit code 1\), started again [2-6] times: back-off .*; this has lasted for [2-6]:\d\d min, and nothing else moves\.$",
            result.Problems[0].Message);
        Assert.Matches("^kubectl logs gate-\\S+ -c gate --previous -n gate$", result.Problems[0].Next);
        Assert.Contains(cluster.Output.Events.OfType<OutputEvent.Foreign>(), f => f.Origin.StartsWith("log of Pod gate/gate-", StringComparison.Ordinal));
        Assert.Single(cluster.Output.Events.OfType<OutputEvent.Foreign>(), f => f.Origin.StartsWith("log of Pod gate/gate-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_backend_without_its_image_is_given_up_and_one_that_crashes_once_is_awaited()
    {
        var time = new FastTime(TimeProvider.System, 20);
        await using var cluster = await FastAsync(time);
        var patient = LocalCluster.Quick with { GateTimeout = TimeSpan.FromHours(1) };
        using var door = Fast(cluster, time);
        var result = await cluster.ApplyAsync(Set.Replace("BEHAVIOUR", "image-pull-error", StringComparison.Ordinal), patient with { FailingTimeout = TimeSpan.FromSeconds(1) }, door);
        Assert.Equal(2, result.Problems.Count);
        Assert.All(result.Problems, p => Assert.Matches("Service gate/gate has no ready endpoint: Deployment.apps gate/gate: .*: (ErrImagePull|ImagePullBackOff)", p.Message));
        Assert.StartsWith("kubectl describe pod gate-", result.Problems[0].Next, StringComparison.Ordinal);

        using var again = Fast(cluster, time);
        (await cluster.ApplyAsync(Set.Replace("BEHAVIOUR", "crash-loop=1", StringComparison.Ordinal), patient, again)).ThrowIfFailed();
        Assert.Equal(0, again.Statistics.Refused);
    }

    [Fact]
    public async Task A_backend_of_somebody_else_that_keeps_failing_is_named_by_its_Pods()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var documents = Set.Replace("BEHAVIOUR", "image-pull-error", StringComparison.Ordinal).Split("---");
        (await cluster.ApplyAsync(string.Join("---", documents.Where(d => !d.Contains("Widget, metadata", StringComparison.Ordinal))))).ThrowIfFailed();
        var widgets = LocalCluster.Resources(string.Join("---", documents.Where(d => d.Contains("Widget, metadata", StringComparison.Ordinal))));
        var there = LocalCluster.Resources(string.Join("---", documents.Where(d => d.Contains("Webhook", StringComparison.Ordinal) || d.Contains("kind: Service", StringComparison.Ordinal) || d.Contains("CustomResourceDefinition", StringComparison.Ordinal) || d.Contains("kind: Namespace", StringComparison.Ordinal))));
        var result = await cluster.Engine().ApplyAsync(AdmissionGraph.Build(widgets, there), LocalCluster.Quick with { GateTimeout = TimeSpan.FromMinutes(5), FailingTimeout = TimeSpan.Zero }, CancellationToken.None);
        Assert.Contains("Service gate/gate has no ready endpoint: Pod gate/gate-", result.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_while_the_backend_is_down_waits_for_it_instead_of_being_refused()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var set = Set.Replace("BEHAVIOUR", "normal", StringComparison.Ordinal);
        (await cluster.ApplyAsync(set, LocalCluster.Quick with { Wait = new WaitOptions() })).ThrowIfFailed();
        cluster.Inside.Client.Patch("deployments.apps", "gate", "gate", d => d["spec"]!["replicas"] = 0, manager: "somebody");
        await Until(() => cluster.Inside.Client.List("pods", "gate").Count == 0);
        using var door = cluster.Open();
        var applying = cluster.ApplyAsync(set.Replace("a: 1", "a: 2", StringComparison.Ordinal), door: door);
        cluster.Inside.Client.Patch("deployments.apps", "gate", "gate", d => d["spec"]!["replicas"] = 1, manager: "somebody");
        var result = (await applying).ThrowIfFailed();
        Assert.Equal(2, result.Changes.Count(c => c.Outcome == Outcome.Configured));
        Assert.Equal(0, door.Statistics.Refused);
    }

    [Fact]
    public async Task A_namespace_that_is_being_deleted_is_awaited_and_made_again()
    {
        const string set = """
            {apiVersion: v1, kind: Namespace, metadata: {name: demo}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: demo, finalizers: [example.com/hold]}, data: {a: "1"}}
            """;
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(set)).ThrowIfFailed();
        cluster.Inside.Client.Delete("namespaces", null, "demo");
        var applying = cluster.ApplyAsync(set);
        cluster.Inside.Client.Patch("configmaps", "demo", "c", d => d["metadata"]!.AsObject().Remove("finalizers"));
        var result = (await applying).ThrowIfFailed();
        Assert.Equal("Namespace demo created\nConfigMap demo/c created", LocalCluster.Words(result.Changes));
    }

    [Fact]
    public async Task A_definition_whose_names_are_taken_is_given_up_at_once()
    {
        const string set = """
            {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: gadgets.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: gadgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}
            """;
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(set)).ThrowIfFailed();
        var result = await cluster.ApplyAsync(set.Replace("gadgets", "widgets", StringComparison.Ordinal) + "\n---\n{apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: default}}",
            LocalCluster.Quick with { Wait = new WaitOptions { Deadline = TimeSpan.FromSeconds(20) } });
        Assert.False(result.Succeeded);
        Assert.Contains("Widget", string.Join(' ', result.NotReady.Select(n => n.Verdict.Because).Concat(result.Problems.Select(p => p.Message))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_holds_up_much_goes_first()
    {
        var slots = new PrioritySlots(1);
        await slots.EnterAsync(0, default);
        var order = new List<string>();
        async Task Take(string name, int urgency)
        {
            await slots.EnterAsync(urgency, default);
            lock (order) order.Add(name);
            slots.Leave();
        }

        var all = Task.WhenAll(Take("leaf", 0), Take("root", 5), Take("middle", 2), Take("leaf 2", 0));
        slots.Leave();
        await all;
        Assert.Equal(["root", "middle", "leaf", "leaf 2"], order);
    }

    private static Task<LocalCluster> FastAsync(TimeProvider time) =>
        LocalCluster.StartAliveAsync(new LocalCloudOptions { Time = time }, new SimulationOptions { Delays = ClusterDelays.All(TimeSpan.FromSeconds(1)) });

    private static ClusterDoor Fast(LocalCluster cluster, TimeProvider time) => cluster.Open(options: FakeApi.Quick with { AttemptTimeout = TimeSpan.FromMinutes(10) }, time: time);

    private static async Task Until(Func<bool> there)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!there()) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
    }
}
