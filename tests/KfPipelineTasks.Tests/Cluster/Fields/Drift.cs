using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Cluster.Fields;

/// <summary>
/// The proof behind "a second run only looks": whenever the comparison says an apply would change nothing, a dry run of that
/// apply on a server with the real semantics changes nothing - whatever others did to the object, and whatever we now want. A plan
/// says so too, whether it had to ask or not.
/// </summary>
public sealed class Drift
{
    private const int Rounds = 300;

    private const string Definition = """
        {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {
          mode: {type: string, default: plain}, size: {type: integer}, "on": {type: boolean}, share: {type: number}, tags: {type: array, items: {type: string}}, names: {type: array, x-kubernetes-list-type: set, items: {type: string}},
          ports: {type: array, items: {type: object, properties: {port: {type: integer}, protocol: {type: string, default: TCP}}}},
          rules: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name], items: {type: object, required: [name], properties: {name: {type: string}, value: {type: string}, "on": {type: boolean, default: true}}}},
          whole: {type: object, x-kubernetes-map-type: atomic, additionalProperties: {type: string}}, any: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}}}}]}}
        """;

    // An object of the kind is accepted only once the kind is served.
    private const string DefinitionInForce = Definition + "\n---\n{apiVersion: example.com/v1, kind: Widget, metadata: {name: first, namespace: default}}";

    private static readonly string[] Templates =
    [
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME","namespace":"default","labels":{"a":"b"},"annotations":{"x/y":"z"},"finalizers":[]},"data":{"one":"1","two":"1000m","empty":""}}""",
        """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"NAME","namespace":"default"},"type":"Opaque","data":{"k":"YWJj"},"stringData":{"s":"t"}}""",
        """{"apiVersion":"v1","kind":"Service","metadata":{"name":"NAME","namespace":"default"},"spec":{"selector":{"app":"x"},"ports":[{"name":"http","port":80},{"name":"dns","port":53,"protocol":"UDP","targetPort":"dns"}]}}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"NAME","namespace":"default"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]},{"apiGroups":["apps"],"resources":["deployments"],"verbs":["*"]}]}""",
        """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"NAME","namespace":"default","labels":{"l":"m"}},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"},"annotations":{}},"spec":{"containers":[{"name":"a","image":"i:1","args":["--x"],"resources":{"limits":{"cpu":"1000m","memory":"1024Mi"}},"ports":[{"containerPort":80}],"env":[{"name":"A","value":"1"},{"name":"B","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],"volumeMounts":[{"name":"v","mountPath":"/v"}]},{"name":"b","image":"j:2"}],"volumes":[{"name":"v","emptyDir":{}}],"nodeSelector":{"n":"m"},"tolerations":[{"key":"k","operator":"Exists"}]}}}}""",
        """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"NAME","namespace":"default"},"spec":{"size":3,"on":false,"share":0.5,"tags":["a","b"],"names":["x","y"],"ports":[{"port":80}],"rules":[{"name":"r","value":"1"},{"name":"s"}],"whole":{"a":"b"},"any":{"deep":[{"a":1},{"b":[]}],"n":1.0}}}""",
    ];

    private static readonly ApplyOptions Forced = LocalCluster.Quick with { Conflicts = new ConflictRules { ForceAll = true } };

    [Fact]
    public async Task What_is_called_unchanged_would_not_be_changed_by_an_apply()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(DefinitionInForce)).ThrowIfFailed();
        var definition = LocalCluster.Resources(Definition)[0];
        var (unchanged, changed) = (0, 0);
        foreach (var seed in Gen.Choose(0, int.MaxValue).Sample(Rounds))
        {
            var random = new Random(seed);
            var (wanted, live) = await StageAsync(cluster, random, $"o{seed}");
            if (wanted is null) continue;
            var claims = OwnedFields.Differences(wanted, live!, "kf-pipeline-tasks", wanted.Id.Kind == "Widget" ? definition : null).Count == 0;
            var changes = await WouldChangeAsync(cluster, wanted, live!);
            if (changes is null) continue;
            var planned = (await cluster.PlanAsync(wanted.Body.GetRawText(), Forced)).Changes.Single();
            Assert.True(changes.Value ? planned.Outcome == Outcome.Configured : planned.Fields.Count == 0, $"seed {seed}: the plan says {planned.Outcome.Word()}, an apply would {(changes.Value ? "" : "not ")}change it.\nwanted {wanted.Body.GetRawText()}\nlive   {live!.Body.GetRawText()}");
            Assert.False(claims && changes.Value, $"seed {seed}: called unchanged, and an apply would change it.\nwanted {wanted.Body.GetRawText()}\nlive   {live!.Body.GetRawText()}");
            if (claims) unchanged++;
            else changed++;
        }

        // Otherwise nothing was tried.
        Assert.True(unchanged > Rounds / 10 && changed > Rounds / 10, $"{unchanged} unchanged, {changed} changed");
    }

    [Fact]
    public async Task What_nobody_touched_is_called_unchanged()
    {
        await using var cluster = await LocalCluster.StartAsync();
        (await cluster.ApplyAsync(DefinitionInForce)).ThrowIfFailed();
        var definition = LocalCluster.Resources(Definition)[0];
        foreach (var template in Templates)
        {
            var wanted = await OutgoingAsync(cluster, template.Replace("NAME", "plain", StringComparison.Ordinal));
            var applied = await ApplyAsync(cluster, wanted, dryRun: false);
            var found = OwnedFields.Differences(wanted, applied.Live, "kf-pipeline-tasks", wanted.Id.Kind == "Widget" ? definition : null);
            Assert.True(found.Count == 0, $"{wanted.Id}: {string.Join(", ", found.Select(f => f.Path))}");
        }
    }

    /// <summary>An object we applied, that others may have changed since, and what we want now.</summary>
    private static async Task<(Resource? Wanted, Resource? Live)> StageAsync(LocalCluster cluster, Random random, string name)
    {
        var first = JsonNode.Parse(Templates[random.Next(Templates.Length)].Replace("NAME", name, StringComparison.Ordinal))!.AsObject();
        var edits = new JsonEdits(random);
        for (var i = random.Next(3); i > 0; i--) edits.Change(first);
        var wanted = await OutgoingAsync(cluster, first.ToJsonString());
        try
        {
            await ApplyAsync(cluster, wanted, dryRun: false);
        }
        catch (KubeError)
        {
            // The edits made it invalid: nothing to learn.
            return (null, null);
        }

        var kind = (await cluster.Door.Kinds.TableAsync(default)).Find(wanted.Id.Group, wanted.Id.Version, wanted.Id.Kind)!;
        if (random.Next(3) > 0) await ByOthersAsync(cluster, kind, name, random);
        if (random.Next(3) > 0)
        {
            for (var i = random.Next(1, 3); i > 0; i--) edits.Change(first);
            wanted = await OutgoingAsync(cluster, first.ToJsonString());
        }

        return (wanted, await cluster.Objects.GetAsync(kind, "default", name, default));
    }

    private static async Task ByOthersAsync(LocalCluster cluster, ApiKind kind, string name, Random random)
    {
        var live = (await cluster.Objects.GetAsync(kind, "default", name, default))!;
        var changed = JsonNode.Parse(live.Body.GetRawText())!.AsObject();
        for (var i = random.Next(1, 3); i > 0; i--) new JsonEdits(random).Change(changed);
        try
        {
            await cluster.Objects.ReplaceAsync(kind, "default", name, JsonSerializer.SerializeToUtf8Bytes(changed), "somebody", default);
        }
        catch (KubeError)
        {
            // Refused: then nobody changed anything.
        }
    }

    private static async Task<Resource> OutgoingAsync(LocalCluster cluster, string json)
    {
        var resource = Resource.FromJson(JsonElement.Parse(json));
        var kind = (await cluster.Door.Kinds.TableForAsync(t => t.Find(resource.Id.Group, resource.Id.Version, resource.Id.Kind) is not null, default)).Find(resource.Id.Group, resource.Id.Version, resource.Id.Kind)!;
        return Outgoing.Make(resource, kind, resource.Id, new Dictionary<string, string>());
    }

    private static async Task<Applied> ApplyAsync(LocalCluster cluster, Resource wanted, bool dryRun)
    {
        var kind = (await cluster.Door.Kinds.TableAsync(default)).Find(wanted.Id.Group, wanted.Id.Version, wanted.Id.Kind)!;
        return await cluster.Objects.ApplyAsync(kind, wanted.Id.Namespace, wanted.Id.Name, JsonSerializer.SerializeToUtf8Bytes(wanted.Body), new ApplyRequest("kf-pipeline-tasks") { Force = true, DryRun = dryRun }, default);
    }

    private static async Task<bool?> WouldChangeAsync(LocalCluster cluster, Resource wanted, Resource live)
    {
        try
        {
            return Content(live) != Content((await ApplyAsync(cluster, wanted, dryRun: true)).Live);
        }
        catch (KubeError)
        {
            return null;
        }
    }

    private static string Content(Resource resource)
    {
        var node = JsonNode.Parse(resource.Body.GetRawText())!.AsObject();
        foreach (var name in new[] { "managedFields", "resourceVersion", "generation" }) node["metadata"]!.AsObject().Remove(name);
        return Sorted(node)!.ToJsonString();
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
