using Cluster.Contract.Servers;
using KfPipelineTasks.Cluster.Access;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Deleting;
using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;

namespace Cluster.Contract.Engine;

/// <summary>
/// The apply engine's life with one set, through the network only, so that it runs on any server: apply, look, drift, change,
/// replace, prune, plan, delete. Needs no controllers.
/// </summary>
internal sealed class EngineScenario(ApiServer server)
{
    private const string Definition = """
        {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: engines.contract.example.com, creationTimestamp: null}, spec: {group: contract.example.com, scope: Namespaced, names: {kind: Engine, plural: engines, shortNames: []}, preserveUnknownFields: false, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {
          size: {type: integer}, mode: {type: string, default: plain}, ports: {type: array, items: {type: object, properties: {port: {type: integer}, protocol: {type: string, default: TCP}}}}}}}}}}]}, status: {conditions: [], storedVersions: [], acceptedNames: {kind: "", plural: ""}}}
        """;

    private const string Set = Definition + """

        ---
        {apiVersion: contract.example.com/v1, kind: Engine, metadata: {name: e, namespace: engine}, spec: {size: 3, ports: [{port: 80}]}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: engine}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: engine}, data: {a: "1", b: "2", empty: ""}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: old, namespace: engine}, data: {a: "1"}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: s, namespace: engine}, stringData: {k: v}, data: {d: "eA=="}}
        ---
        {apiVersion: v1, kind: Service, metadata: {name: web, namespace: engine}, spec: {selector: {app: web}, ports: [{name: http, port: 80}, {name: dns, port: 53, protocol: UDP}]}}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: engine-contract}, aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}, rules: []}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: rb, namespace: engine}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}, subjects: [{kind: User, name: ann}, {kind: ServiceAccount, name: default, namespace: engine}]}
        ---
        {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np, namespace: engine}, spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 80}]}]}}
        ---
        {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: engine}, spec: {serviceName: db, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}, creationTimestamp: null}, spec: {containers: [{name: main, image: "img:1"}], volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1024Mi}}}}]}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: engine}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "img:1", resources: {limits: {cpu: 1000m, memory: 1024Mi}}, ports: [{containerPort: 80}], env: [{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}], livenessProbe: {httpGet: {path: /, port: 80}}}], volumes: [{name: v}]}}}}
        ---
        {apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: engine-contract}, webhooks: [{name: a.example.com, clientConfig: {url: "https://127.0.0.1:1/x"}, rules: [{operations: [CREATE], apiGroups: [nothing.example.com], apiVersions: [v1], resources: [nothings]}], sideEffects: None, admissionReviewVersions: [v1]}]}
        """;

    private static readonly ApplyOptions Options = new() { Wait = null, Inventory = new InventoryOptions("engine-contract"), GateTimeout = TimeSpan.FromSeconds(30), DeleteTimeout = TimeSpan.FromSeconds(30) };

    public async Task RunAsync()
    {
        await OnePassAsync();
        await OnlyLookAsync(Set);
        await DriftAsync();
        await ChangeAsync();
        await ReplaceAsync();
        await PruneAsync();
        await DeleteAsync();
    }

    private async Task OnePassAsync()
    {
        using var door = Door();
        var result = (await ApplyAsync(door, Set)).ThrowIfFailed();
        Assert.All(result.Changes, c => Assert.Equal(Outcome.Created, c.Outcome));
        Assert.Equal((result.Changes.Count + 1, 0), (door.Statistics.Writes, door.Statistics.Refused));
    }

    private async Task OnlyLookAsync(string set)
    {
        using var door = Door();
        var result = (await ApplyAsync(door, set)).ThrowIfFailed();
        Assert.Equal("", string.Join(", ", result.Changes.Where(c => c.Outcome != Outcome.Unchanged)));
        Assert.Equal(0, door.Statistics.Writes);
        var plan = await Engine(door).PlanAsync("contract", Graph(set), Options, CancellationToken.None);
        Assert.True(plan.IsEmpty, string.Join(", ", plan.Changes.Where(c => c.Outcome != Outcome.Unchanged)));
    }

    private async Task DriftAsync()
    {
        using var door = Door();
        await server.PatchAsync("/api/v1/namespaces/engine/configmaps/c", """{"data":{"a":"theirs"}}""");
        var refused = await ApplyAsync(door, Set);
        Assert.Contains(".data.a (owned by", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
        var forced = (await ApplyAsync(door, Set, Options with { Conflicts = new ConflictRules { Force = ["data.a"] } })).ThrowIfFailed();
        Assert.Equal("ConfigMap engine/c configured", Assert.Single(forced.Changes, c => c.Writes).ToString());
        await OnlyLookAsync(Set);
    }

    private async Task ChangeAsync()
    {
        using var door = Door();
        var changed = Set.Replace(", b: \"2\"", "", StringComparison.Ordinal).Replace("size: 3", "size: 4", StringComparison.Ordinal).Replace("storage: 1024Mi", "storage: 1Gi", StringComparison.Ordinal);
        var plan = await Engine(door).PlanAsync("contract", Graph(changed), Options, CancellationToken.None);
        Assert.Equal(["data.b", "spec.size"], plan.Changes.Where(c => c.Writes).SelectMany(c => c.Fields).Select(f => f.Path).Order(StringComparer.Ordinal));
        var result = (await ApplyAsync(door, changed)).ThrowIfFailed();
        Assert.Equal(["ConfigMap engine/c", "Engine.contract.example.com engine/e"], result.Changes.Where(c => c.Writes).Select(c => c.Subject).Order(StringComparer.Ordinal));
        Assert.False((await server.GetAsync("/api/v1/namespaces/engine/configmaps/c")).Body.Contains("\"b\":", StringComparison.Ordinal));
        (await ApplyAsync(door, Set)).ThrowIfFailed();
    }

    private async Task ReplaceAsync()
    {
        using var door = Door();
        var changed = Set.Replace("name: view}", "name: edit}", StringComparison.Ordinal);
        var result = (await ApplyAsync(door, changed)).ThrowIfFailed();
        Assert.Equal("RoleBinding.rbac.authorization.k8s.io engine/rb", Assert.Single(result.Changes, c => c.Outcome == Outcome.Replaced).Subject);
        var refused = await Assert.ThrowsAsync<UsageException>(() => ApplyAsync(door, changed.Replace("serviceName: db", "serviceName: other", StringComparison.Ordinal)));
        Assert.Contains("is not replaced on its own", Assert.Single(refused.Problems).Message, StringComparison.Ordinal);
        (await ApplyAsync(door, Set)).ThrowIfFailed();
    }

    private async Task PruneAsync()
    {
        using var door = Door();
        var less = string.Join("---", Set.Split("---").Where(d => !d.Contains("name: old", StringComparison.Ordinal)));
        var result = (await ApplyAsync(door, less)).ThrowIfFailed();
        Assert.Equal("ConfigMap engine/old", Assert.Single(result.Changes, c => c.Outcome == Outcome.Pruned).Subject);
        Assert.Equal(404, (await server.GetAsync("/api/v1/namespaces/engine/configmaps/old")).Code);
        await OnlyLookAsync(less);
    }

    private async Task DeleteAsync()
    {
        using var door = Door();
        // No controllers: a namespace would stay, and so would what is deleted in the foreground.
        var set = string.Join("---", Set.Split("---").Where(d => !d.Contains("kind: Namespace", StringComparison.Ordinal) && !d.Contains("apps/v1", StringComparison.Ordinal)));
        var result = (await new DeleteEngine(door, new Silence()).DeleteAsync(Graph(set), new DeleteOptions { Timeout = TimeSpan.FromSeconds(30) }, CancellationToken.None)).ThrowIfFailed();
        Assert.All(result.Changes, c => Assert.Equal(Outcome.Deleted, c.Outcome));
        var order = result.Changes.Select(c => c.Subject).ToList();
        Assert.True(order.IndexOf("Engine.contract.example.com engine/e") < order.FindIndex(s => s.StartsWith("CustomResourceDefinition", StringComparison.Ordinal)));
    }

    private ClusterDoor Door() => new(new ClusterAccess("contract", server.Address)
    {
        CertificateAuthority = server.CaPem,
        Credentials = new FixedCredential(new Credential(new Secret(server.Token))),
    });

    private static ApplyEngine Engine(ClusterDoor door) => new(door, live => Verdict.Ready(live.Id.Name), new Silence());

    private static Task<ApplyResult> ApplyAsync(ClusterDoor door, string set, ApplyOptions? options = null) =>
        Engine(door).ApplyAsync(Graph(set), options ?? Options, CancellationToken.None);

    private static ApplyGraph Graph(string yaml)
    {
        var problems = new Problems();
        var graph = AdmissionGraph.Build(ManifestReader.ReadText(yaml, "set.yaml", problems));
        problems.ThrowIfAny("manifests");
        return graph;
    }
}
