using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Google.Iam;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;

namespace Build.Tests.Scenarios;

/// <summary>What others have in the same project and the same clusters: made beside an installation, and afterwards still there, byte for byte.</summary>
internal sealed class Neighbours(StandingCloud cloud)
{
    private const string Namespace = "others";
    private const string Account = "others@kubeflow-rehearsal.iam.gserviceaccount.com";
    private static readonly ClusterKey OwnCluster = new(StandingCloud.Project, "us-central1", "others");

    // A cluster of their own with a pool, an account with a conditional grant, a bucket.
    public const string Scenario = """
        durations: {like: none}
        projects:
        - id: kubeflow-rehearsal
          number: "123456789012"
          services: [container, iam, storage]
          policy:
          - {role: roles/owner, members: ["user:owner@example.com"]}
          - {role: roles/logging.logWriter, members: ["serviceAccount:others@kubeflow-rehearsal.iam.gserviceaccount.com"]}
          - role: roles/storage.objectViewer
            members: ["user:auditor@example.com"]
            condition: {title: until winter, expression: "request.time < timestamp('2027-01-01T00:00:00Z')"}
          serviceAccounts:
          - {id: others, displayName: Of another team, keys: 1, policy: [{role: roles/iam.serviceAccountUser, members: ["user:other@example.com"]}]}
          clusters:
          - name: others
            location: us-central1
            nodePools: [{name: others-pool, machineType: e2-standard-4, nodes: 1}]
            objects:
            - |
              {apiVersion: v1, kind: ConfigMap, metadata: {name: theirs, namespace: default}, data: {a: b}}
          buckets: {others-bucket: us-central1}
        """;

    // Of each kind that a careless hand could take along: cluster-wide ones, a definition with an object, something that Kubeflow's own
    // definitions serve, and things in a namespace that is not Kubeflow's.
    private static readonly string[] Documents =
    [
        "{apiVersion: v1, kind: Namespace, metadata: {name: others}}",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: theirs, namespace: others}, data: {a: b}}",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: theirs, namespace: default}, data: {a: b}}",
        "{apiVersion: v1, kind: Secret, metadata: {name: theirs, namespace: others}, data: {a: Yg==}}",
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: others}, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}",
        "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: things.others.example.com}, spec: {group: others.example.com, scope: Namespaced, names: {kind: Thing, plural: things}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}}",
    ];

    private static readonly (string Resource, string? Namespace, string Name)[] Things =
    [
        ("namespaces", null, Namespace), ("configmaps", Namespace, "theirs"), ("configmaps", "default", "theirs"), ("secrets", Namespace, "theirs"),
        ("clusterroles.rbac.authorization.k8s.io", null, Namespace), ("customresourcedefinitions.apiextensions.k8s.io", null, "things.others.example.com"),
        ("things.others.example.com", Namespace, "one"),
    ];

    /// <summary>Puts their things into the clusters of an installation.</summary>
    public async Task MoveInAsync()
    {
        cloud.Server.Google.Clusters.CreatePool(cloud.KubeflowKey, Parsed("{name: others-pool, initialNodeCount: 1, config: {machineType: e2-standard-4}}"));
        foreach (var cluster in new[] { cloud.Kubeflow, cloud.Management })
        {
            foreach (var document in Documents) cluster.Client.Upsert(Parsed(document));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
            while (!cluster.Client.Serves("things.others.example.com")) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
            cluster.Client.Upsert(Parsed("{apiVersion: others.example.com/v1, kind: Thing, metadata: {name: one, namespace: others}, spec: {a: b}}"));
        }
    }

    /// <summary>Everything of theirs in a cluster, as it is stored.</summary>
    public static string In(KubeCluster cluster) => string.Join('\n', Things.Select(thing => $"{thing}: {Settled(cluster.Client.Get(thing.Resource, thing.Namespace, thing.Name))}"));

    /// <summary>Everything of theirs in Google Cloud, as it is stored.</summary>
    public string InGoogleCloud()
    {
        var world = cloud.Server.Google;
        var text = new StringBuilder();
        foreach (var policy in new[] { $"projects/{StandingCloud.Project}", world.ServiceAccounts.Find(Account)?.Name ?? "gone", "buckets/others-bucket" })
            text.Append($"{policy}: {Theirs(world.Policies.Get(policy))}\n");
        text.Append($"{world.ServiceAccounts.Find(Account)}, keys {string.Join(", ", world.Keys.Of(Account).Select(key => key.Id))}\n{world.Buckets.Find("others-bucket")?.Body.ToJsonString()}\n");
        text.Append($"{world.Clusters.Find(OwnCluster)?.Body.ToJsonString()}\n");
        foreach (var pool in world.Clusters.PoolsOf(OwnCluster)) text.Append($"{pool.Body.ToJsonString()}\n");
        text.Append(Settled(cloud.Server.Clusters.Find(OwnCluster)?.Client.Get("configmaps", "default", "theirs")));
        return text.ToString();
    }

    // In a policy others have what the installation and whoever deploys it have not.
    private static string Theirs(Policy policy) => string.Join("; ", policy.Bindings
        .Where(binding => binding.Members.Any(member => member is $"serviceAccount:{Account}" or "user:auditor@example.com" or "user:other@example.com" or "user:owner@example.com"))
        .Select(binding => $"{binding.Role}{binding.Condition?.Title}: {string.Join(",", binding.Members.Where(member => member.Contains("other", StringComparison.Ordinal) || member.EndsWith("@example.com", StringComparison.Ordinal)).Where(member => member != "user:admin@example.com"))}").Order(StringComparer.Ordinal));

    private static string Settled(JsonObject? live) => live?.ToJsonString() ?? "gone";

    private static JsonObject Parsed(string yaml) => (JsonObject)YamlReading.Parse(Encoding.UTF8.GetBytes(yaml))!;
}
