using LocalCloud.Faults;
using LocalCloud.Record;

namespace Build.Tests.Google;

/// <summary>
/// A cloud whose deployer has exactly the permissions of a list, by a custom role in each project, and inside clusters all rights. What each request
/// needed is in the record of the cloud, which looks for permissions as Google does.
/// </summary>
internal sealed class LeastPrivilege : IAsyncDisposable
{
    private const string Kubeflow = "kfp-proj", Management = "mgmt-proj", Number = "123456789012";
    private const string Nodes = "kubeflow-vm@kfp-proj.iam.gserviceaccount.com";

    private const string Clusters = """
          clusters:
          - name: kubeflow
            location: us-central1-a
            nodePools: [{name: default-pool, machineType: n1-standard-2, nodes: 3, scopes: [cloud-platform]}]
            objects:
            - |
              {apiVersion: v1, kind: Namespace, metadata: {name: kubeflow}}
              ---
              apiVersion: rbac.authorization.k8s.io/v1
              kind: ClusterRoleBinding
              metadata: {name: deployer}
              roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
              subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: deployer@example.com}]
        """;

    private const string All = "serviceusage, cloudresourcemanager, iam, iamcredentials, iap, container, compute, storage, krmapihosting, sqladmin, servicemanagement, cloudbilling, logging, monitoring";

    private readonly GoogleStage _stage;
    private readonly IReadOnlyList<string> _words;

    private LeastPrivilege(GoogleStage stage, IReadOnlyList<string> words) => (_stage, _words) = (stage, words);

    /// <summary>What the last run said.</summary>
    public string Said => _stage.Said;

    /// <summary>Requests of the last run that changed something.</summary>
    public IEnumerable<RecordedRequest> Writes => _stage.Writes;

    /// <summary>Permissions that requests of the last run needed in the project of Kubeflow.</summary>
    public IEnumerable<string> Needed => _stage.Requests.Where(r => !r.Path.Contains(Management, StringComparison.Ordinal)).SelectMany(r => r.Permissions).Distinct();

    /// <summary>The same in the project of the management cluster.</summary>
    public IEnumerable<string> NeededInManagement => _stage.Requests.Where(r => r.Path.Contains(Management, StringComparison.Ordinal)).SelectMany(r => r.Permissions).Distinct();

    /// <param name="off">An API that is not enabled in the project of Kubeflow.</param>
    /// <param name="cluster">The project has a cluster.</param>
    /// <param name="words">Settings besides the project's.</param>
    public static async Task<LeastPrivilege> StartAsync(string off, bool cluster, IReadOnlyList<string> words)
    {
        var stage = await GoogleStage.StartAsync($"""
            durations: {"{like: none}"}
            clusterDelays: {"{like: none}"}
            projects:
            - id: {Management}
              number: "210987654321"
              services: [{All}]
            - id: {Kubeflow}
              number: "{Number}"
              services: [{string.Join(", ", All.Split(", ").Where(s => s != off))}]
              serviceAccounts: [{"{id: kubeflow-vm}"}]
              backendServices: [{"{name: k8s1-0a1b2c3d-istio-system-istio-ingressgateway-80-0a1b2c3d, id: \"987654321\"}"}]
            {(cluster ? Clusters : "")}
            """);
        return new LeastPrivilege(stage, words);
    }

    /// <summary>From now on the deployer may do this and nothing else.</summary>
    public void Allow(IEnumerable<string> inKubeflow, IEnumerable<string> inManagement)
    {
        var world = _stage.Cloud.Google;
        foreach (var (project, permissions) in new[] { (Kubeflow, inKubeflow), (Management, inManagement) })
        {
            var role = $"projects/{project}/roles/least";
            world.Roles.Add(role, [.. permissions]);
            world.Policies.AddMember($"projects/{project}", role, GoogleStage.Deployer);
        }

        // What stands on single objects no role of the project has.
        world.Policies.AddMember($"projects/{Kubeflow}/serviceAccounts/{Nodes}", "roles/iam.serviceAccountUser", GoogleStage.Deployer);
    }

    /// <summary>The account of nodes is yet to be made.</summary>
    public void WithoutAccount() => _stage.Cloud.Google.ServiceAccounts.Delete(Nodes);

    /// <summary>The answer to the first creation there is lost on the way.</summary>
    public void LoseAnswer(string path) =>
        _stage.Cloud.Google.Options.Faults.Add(new FaultRule("lost", new FaultMatch { Method = FaultMatch.Whole("POST"), Path = FaultMatch.Part(path) }, new FaultAction { LoseAnswer = true }) { Times = 1 });

    /// <summary>Somebody has made a key by hand.</summary>
    public void AddKey() => _stage.Cloud.Google.Keys.Create(Nodes, _stage.Cloud.GoogleAddress.ToString());

    /// <summary>The host of the installation is published already.</summary>
    public void PublishEndpoint() => _stage.Cloud.Google.ManagedServices.Create(_stage.Cloud.Google.Projects.Get(Kubeflow), "kubeflow.endpoints.kfp-proj.cloud.goog");

    /// <summary>The bucket is open to the public.</summary>
    public void OpenBucket() => _stage.Cloud.Google.Buckets.Create(Kubeflow, new() { ["name"] = "kfp-proj-kfp", ["location"] = "us-central1", ["iamConfiguration"] = new System.Text.Json.Nodes.JsonObject { ["publicAccessPrevention"] = "inherited", ["uniformBucketLevelAccess"] = new System.Text.Json.Nodes.JsonObject { ["enabled"] = false } } });

    /// <returns>The exit code.</returns>
    public int Run(params IReadOnlyList<string> words)
    {
        string[] usual =
        [
            $"--project={Kubeflow}", $"--management-project={Management}", "--management-name=mgmt", "--management-location=us-central1", "--location=us-central1-a", "--cluster=kubeflow", "--admin-email=deployer@example.com",
            "--client-id=123456789012-abc123def456.apps.googleusercontent.com", .. _words,
        ];
        // What comes later wins.
        return _stage.Run([.. usual.Concat(words).GroupBy(w => w.Split('=')[0]).Select(g => g.Last())]);
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();
}
