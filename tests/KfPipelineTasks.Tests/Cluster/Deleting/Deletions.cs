using KfPipelineTasks.Cluster.Deleting;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Deleting;

public sealed class Deletions
{
    private const string Set = """
        {apiVersion: v1, kind: Namespace, metadata: {name: demo}}
        ---
        {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}
        ---
        {apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: demo, finalizers: [example.com/hold]}, spec: {a: 1}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: web, namespace: demo}, spec: {selector: {app: web}, ports: [{port: 443}]}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: demo}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "img:1"}]}}}}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: gate}
        webhooks:
        - name: gate.example.com
          clientConfig: {service: {namespace: demo, name: web}, caBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJXRENCL3FBREFnRUNBZ0VC}
          rules: [{operations: [CREATE, UPDATE, DELETE], apiGroups: [example.com], apiVersions: [v1], resources: [widgets]}]
          failurePolicy: Fail
          sideEffects: None
          admissionReviewVersions: [v1]
        """;

    private static readonly DeleteOptions Quick = new() { Timeout = TimeSpan.FromSeconds(10), LookFirst = TimeSpan.FromMilliseconds(5), LookMost = TimeSpan.FromMilliseconds(50) };

    [Fact]
    public async Task Everything_goes_in_an_order_that_cannot_deadlock()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Set, LocalCluster.Quick with { GateTimeout = TimeSpan.FromSeconds(30) })).ThrowIfFailed();
        // The controller that takes the finalizer off is the Deployment: it can only while it lives.
        var controller = ReleaseAsync(cluster, () => cluster.Inside.Client.List("pods", "demo").Count > 0);
        var result = (await new DeleteEngine(cluster.Door, cluster.Output).DeleteAsync(LocalCluster.Graph(Set), Quick, default)).ThrowIfFailed();
        await controller;
        Assert.Equal("""
            Widget.example.com demo/w deleted
            ValidatingWebhookConfiguration.admissionregistration.k8s.io gate deleted
            Deployment.apps demo/web deleted
            Service demo/web deleted
            CustomResourceDefinition.apiextensions.k8s.io widgets.example.com deleted
            Namespace demo deleted
            """, LocalCluster.Words(result.Changes));
        Assert.Null(cluster.Get("namespaces", null, "demo"));
    }

    [Fact]
    public async Task A_finalizer_that_nobody_takes_off_is_reported_and_keeps_what_it_needs()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(Set, LocalCluster.Quick with { GateTimeout = TimeSpan.FromSeconds(30) })).ThrowIfFailed();
        var result = await new DeleteEngine(cluster.Door, cluster.Output).DeleteAsync(LocalCluster.Graph(Set), Quick with { Timeout = TimeSpan.FromMilliseconds(100) }, default);
        Assert.Contains("finalizer example.com/hold", result.Problems[0].Message, StringComparison.Ordinal);
        Assert.NotNull(cluster.Get("deployments.apps", "demo", "web"));
        Assert.NotNull(cluster.Get("namespaces", null, "demo"));
        Assert.Throws<DeployException>(() => result.ThrowIfFailed());
    }

    [Fact]
    public async Task Data_stays_with_everything_it_needs_unless_it_is_named()
    {
        const string set = """
            {apiVersion: v1, kind: Namespace, metadata: {name: demo}}
            ---
            {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: demo}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: demo}}
            """;
        await using var cluster = await LocalCluster.StartAliveAsync();
        (await cluster.ApplyAsync(set)).ThrowIfFailed();
        var engine = new DeleteEngine(cluster.Door, cluster.Output);
        var plan = await engine.PlanAsync("Teardown", LocalCluster.Graph(set), Quick, default);
        Assert.Equal("ConfigMap demo/c deleted\nPersistentVolumeClaim demo/data skipped\nNamespace demo skipped", LocalCluster.Words(plan.Changes.OrderBy(c => c.Outcome == Outcome.Deleted ? 0 : c.Subject.StartsWith('P') ? 1 : 2)));
        (await engine.DeleteAsync(LocalCluster.Graph(set), Quick, default)).ThrowIfFailed();
        Assert.NotNull(cluster.Get("persistentvolumeclaims", "demo", "data"));
        Assert.Null(cluster.Get("configmaps", "demo", "c"));
        (await engine.DeleteAsync(LocalCluster.Graph(set), Quick with { Confirmed = ["PersistentVolumeClaim demo/data"] }, default)).ThrowIfFailed();
        Assert.Null(cluster.Get("namespaces", null, "demo"));
    }

    [Fact]
    public async Task A_namespace_with_claims_of_others_and_a_definition_with_objects_of_others_stay()
    {
        await using var cluster = await LocalCluster.StartAliveAsync();
        var set = Set.Replace(", finalizers: [example.com/hold]", "", StringComparison.Ordinal);
        (await cluster.ApplyAsync(set, LocalCluster.Quick with { GateTimeout = TimeSpan.FromSeconds(30) })).ThrowIfFailed();
        (await cluster.ApplyAsync("""
            {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: workspace, namespace: demo}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
            ---
            {apiVersion: example.com/v1, kind: Widget, metadata: {name: theirs, namespace: default}}
            """)).ThrowIfFailed();
        var result = (await new DeleteEngine(cluster.Door, cluster.Output).DeleteAsync(LocalCluster.Graph(set), Quick, default)).ThrowIfFailed();
        Assert.Contains(result.Changes, c => c is { Outcome: Outcome.Skipped, Subject: "Namespace demo" } && c.Because!.Contains("PersistentVolumeClaim demo/workspace", StringComparison.Ordinal));
        Assert.Contains(result.Changes, c => c.Outcome == Outcome.Skipped && c.Because!.Contains("Widget.example.com default/theirs", StringComparison.Ordinal));
        Assert.NotNull(cluster.Get("widgets.example.com", "default", "theirs"));
    }

    [Fact]
    public void The_context_of_config_connector_outlives_what_it_manages() => Assert.Equal(
        ["IAMPolicyMember", "IAMServiceAccount", "ConfigConnectorContext", "Namespace"],
        new[]
        {
            new ResourceId("", "v1", "Namespace", null, "kf"),
            new ResourceId("core.cnrm.cloud.google.com", "v1beta1", "ConfigConnectorContext", "kf", "context"),
            new ResourceId("iam.cnrm.cloud.google.com", "v1beta1", "IAMServiceAccount", "kf", "kf-user"),
            new ResourceId("iam.cnrm.cloud.google.com", "v1beta1", "IAMPolicyMember", "kf", "kf-user-storage"),
        }.OrderBy(DeletionOrder.Phase).Select(id => id.Kind));

    private static async Task ReleaseAsync(LocalCluster cluster, Func<bool> lives)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (cluster.Get("widgets.example.com", "demo", "w")?["metadata"]!["deletionTimestamp"] is null || !lives())
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        cluster.Inside.Client.Patch("widgets.example.com", "demo", "w", d => d["metadata"]!.AsObject().Remove("finalizers"));
    }
}
