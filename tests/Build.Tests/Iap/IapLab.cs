using System.Text.Json;
using System.Text.Json.Nodes;
using Build.Tests.Google;
using LocalCloud.Faults;
using LocalCloud.Google;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Record;
using TestKit;

namespace Build.Tests.Iap;

/// <summary>A cloud with a cluster, a package and settings for it: the stage on which Apply and ConfigureIap are run.</summary>
internal sealed class IapLab : IAsyncDisposable
{
    public const string Host = "kubeflow.endpoints.kf-project.cloud.goog";
    public const string Client = "123456789012-0123456789abcdefghijklmnopqrstuv.apps.googleusercontent.com";

    // Patience of seconds must not become a fraction of one on a busy machine.
    private const double Speed = 3;
    private const string Canary = "canary-client-secret";
    private static readonly CaseFolder Cases = new("Iap");
    private static readonly ClusterKey Kubeflow = new("kf-project", "us-central1", "kubeflow");

    private readonly GoogleStage _stage;
    private readonly HttpClient _http;

    private IapLab(GoogleStage stage)
    {
        _stage = stage;
        _stage.Environment["CLIENT_SECRET"] = Canary;
        _stage.Environment["KFT_ACCESS_TOKEN"] = stage.Token;
        _stage.Front = new Uri(Cloud.GoogleAddress, "gateway/kf-project/us-central1/kubeflow/");
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Cloud.GoogleAddress };
    }

    public LocalCloudServer Cloud => _stage.Cloud;

    public GoogleWorld World => Cloud.Google;

    public string Said => _stage.Said;

    /// <summary>What the last run has said, event by event.</summary>
    public IEnumerable<JsonElement> Events => Said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line));

    public KubeCluster Cluster => Cloud.Clusters.Find(Kubeflow)!;

    public JsonObject HealthCheck => (JsonObject)Object("backendconfigs.cloud.google.com", "istio-system", "iap-backendconfig")["spec"]!["healthCheck"]!;

    public string Audience => Object("requestauthentications.security.istio.io", "istio-system", "ingress-jwt")["spec"]!["jwtRules"]![0]!["audiences"]![0]!.GetValue<string>();

    /// <summary>Number of the gateway's backend service.</summary>
    public string BackendId => World.BackendServices.In("kf-project").Single().Id;

    /// <param name="scenario">Changes the text of the cloud's scenario.</param>
    /// <param name="package">Folder of another package than the small one of the cases.</param>
    public static async Task<IapLab> StartAsync(Func<string, string>? scenario = null, string? package = null)
    {
        var text = Cases.Read("", "cloud.yaml");
        var lab = new IapLab(await GoogleStage.StartAsync(scenario?.Invoke(text) ?? text, member: "user:owner@example.com", speed: Speed));
        Copy(package ?? Cases.Path("package"), lab.PathOf("package"));
        File.WriteAllText(lab.PathOf("kubeflow.yaml"), Cases.Read("", "kubeflow.yaml"));
        return lab;
    }

    /// <summary>From now on somebody else deploys.</summary>
    public void ActAs(string member) => _stage.Environment["KFT_ACCESS_TOKEN"] = Cloud.Google.Tokens.Issue(member, ["https://www.googleapis.com/auth/cloud-platform"], TimeSpan.FromHours(1));

    /// <summary>From now on somebody deploys who may do this in the project, and everything inside the cluster.</summary>
    public void ActAs(string member, IReadOnlyList<string> permissions)
    {
        const string role = "projects/kf-project/roles/least";
        World.Roles.Add(role, permissions);
        World.Policies.AddMember("projects/kf-project", role, member);
        Cluster.Client.Create(new JsonObject
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1", ["kind"] = "ClusterRoleBinding", ["metadata"] = new JsonObject { ["name"] = "least" },
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = "cluster-admin" },
            ["subjects"] = new JsonArray(new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "User", ["name"] = member["user:".Length..] }),
        });
        ActAs(member);
    }

    /// <summary>Permissions that requests of the last run have needed in Google Cloud.</summary>
    public IEnumerable<string> Needed => _stage.Requests.SelectMany(r => r.Permissions).Distinct();

    /// <summary>Changes a file of the package, or the settings.</summary>
    public void Edit(string file, string from, string to)
    {
        var text = File.ReadAllText(PathOf(file));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(PathOf(file), text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>From now on Google's own OAuth client is wanted.</summary>
    public void WantGoogleManaged()
    {
        Edit("kubeflow.yaml", "oauth: custom", "oauth: google-managed");
        Edit("kubeflow.yaml", $"  client-id: {Client}\n", "");
        _stage.Environment.Remove("CLIENT_SECRET");
    }

    /// <summary>Runs a task.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string task, params IReadOnlyList<string> words)
    {
        var code = await Task.Run(() => _stage.Run([$"--target={task}", "--package=package", "--output=json", .. words]));
        Assert.DoesNotContain(Canary, Said, StringComparison.Ordinal);
        return code;
    }

    /// <summary>Runs a task that must succeed.</summary>
    /// <returns>The writes that reached the cloud or a cluster meanwhile.</returns>
    public async Task<IReadOnlyList<RecordedRequest>> DoneAsync(string task, params IReadOnlyList<string> words)
    {
        var code = await RunAsync(task, words);
        Assert.True(code == 0, $"{task} ended with {code}:\n{Said}");
        return Writes;
    }

    /// <summary>What the last run has written; the lock of the run, dry runs and questions by POST left out.</summary>
    public IReadOnlyList<RecordedRequest> Writes =>
    [
        .. _stage.Writes.Where(r => !r.Path.Contains("/leases", StringComparison.Ordinal) && !r.Query.Contains("dryRun", StringComparison.Ordinal) && !r.Path.EndsWith("/getHealth", StringComparison.Ordinal)),
    ];

    /// <summary>An object of the Kubeflow cluster.</summary>
    public JsonObject Object(string resource, string ns, string name) => Cluster.Client.Get(resource, ns, name)!;

    /// <summary>What a person behind the load balancer gets.</summary>
    public async Task<int> FromOutsideAsync(string? idToken = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/gateway/kf-project/us-central1/kubeflow/");
        if (idToken is not null) request.Headers.Authorization = new("Bearer", idToken);
        using var answer = await _http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public void Fault(FaultRule rule) => World.Options.Faults.Add(rule);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _stage.DisposeAsync();
    }

    private string PathOf(string file) => Path.Combine(_stage.Folder, file);

    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }
}
