using Build.Tests.Program;
using KfPipelineTasks.Build.Wiring;
using KfPipelineTasks.Settings;
using LocalCloud.Faults;
using LocalCloud.Google;
using LocalCloud.Host;
using LocalCloud.Kube;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;

namespace Build.Tests.Scenarios;

/// <summary>
/// A cloud that stays between runs of the program, and a folder with settings for it. The program takes it for Google's: it is
/// told by the variables that gcloud knows where the APIs are, and finds the clusters through them.
/// </summary>
internal sealed class StandingCloud : IAsyncDisposable
{
    public const string ClientId = "123456789012-0123456789abcdefghijklmnopqrstuv.apps.googleusercontent.com";
    public const string Project = "kubeflow-rehearsal";
    private const string Location = "us-central1";

    /// <summary>A scenario: a project with nothing in it.</summary>
    public const string Empty = """
        durations: {like: none}
        projects:
        - id: kubeflow-rehearsal
          number: "123456789012"
          policy: [{role: roles/owner, members: ["user:owner@example.com"]}]
        """;

    private readonly ProgramRun _program = new();

    private StandingCloud(LocalCloudServer server, FaultBook faults) => (Server, Faults) = (server, faults);

    public LocalCloudServer Server { get; }

    public ClusterKey KubeflowKey { get; } = new(Project, Location, "kubeflow");

    /// <summary>What goes wrong, in every server of the cloud.</summary>
    public FaultBook Faults { get; }

    /// <summary>The Kubeflow cluster.</summary>
    public KubeCluster Kubeflow => Server.Clusters.Find(KubeflowKey) ?? throw new InvalidOperationException("Nobody has made the Kubeflow cluster.");

    /// <summary>The management cluster.</summary>
    public KubeCluster Management => Server.Clusters.Find(new ClusterKey(Project, Location, "krmapihost-kf-management"))!;

    /// <summary>What the last run has written.</summary>
    public string Said => _program.Said;

    public Dictionary<string, string> Environment => _program.Environment;

    /// <summary>A cloud in which nothing of Kubeflow is, and the settings of the sample.</summary>
    /// <param name="package">Folder of a package; null is the small installation that comes with the program.</param>
    public static Task<StandingCloud> StartAsync(string? package = null)
    {
        var text = System.Text.Encoding.UTF8.GetString(SampleSettings.Bytes);
        return StartAsync(RehearsalScenario.Of(Sample(), []), package is null ? text : $"{text}\npackage:\n  path: {package}\n");
    }

    /// <summary>A cloud with a project and nothing in it, found by its address, as a running rehearsal is.</summary>
    /// <param name="package">Folder of a package; null is the small installation that comes with the program.</param>
    /// <param name="scenario">What is there at first; null is a project with nothing in it.</param>
    public static async Task<StandingCloud> EmptyAsync(string? package = null, string? scenario = null)
    {
        var text = System.Text.Encoding.UTF8.GetString(SampleSettings.Bytes);
        var cloud = await StartAsync(ScenarioFile.Parse("empty", scenario ?? Empty), package is null ? text : $"{text}\npackage:\n  path: {package}\n");
        cloud.Environment["KFT_CLOUD"] = "local";
        cloud.Environment["KFT_LOCAL_CLOUD"] = cloud.Server.GoogleAddress.AbsoluteUri;
        return cloud;
    }

    /// <param name="scenario">What the cloud looks like at first.</param>
    /// <param name="settings">Text of the settings file.</param>
    public static async Task<StandingCloud> StartAsync(Scenario scenario, string settings)
    {
        var google = new GoogleOptions();
        var server = await LocalCloudServer.StartAsync(new LocalCloudOptions
        {
            Google = google,
            Scenario = scenario,
            Simulation = new SimulationOptions { Delays = ClusterDelays.All(TimeSpan.FromMilliseconds(20)) },
        });
        var cloud = new StandingCloud(server, google.Faults);
        cloud.Prepare(settings);
        return cloud;
    }

    /// <summary>Runs one task after the other, each in a run of its own, until one does not end well.</summary>
    /// <returns>The exit code of the last run.</returns>
    public int Run(string tasks, params IReadOnlyList<string> words)
    {
        var code = 0;
        foreach (var task in tasks.Split(' '))
        {
            code = _program.Of([$"--target={task}", .. words]);
            if (code != 0) return code;
        }

        return code;
    }

    /// <summary>The same, and it must end well.</summary>
    public void Succeed(string tasks, params IReadOnlyList<string> words) => Assert.True(Run(tasks, words) == 0, Said);

    /// <summary>Folder of the runs.</summary>
    public string Folder => _program.Folder;

    /// <summary>Requests since one that have changed something on the Google side.</summary>
    public IReadOnlyList<string> GoogleWritesSince(long number) =>
        [.. Server.Requests.All.Where(r => r.Number > number && r.Server == "google" && r.Method is not "GET" && r.Status < 300 && !IsQuestion(r.Path)).Select(r => $"{r.Method} {r.Path}")];

    /// <summary>Requests since one that have changed something in a cluster.</summary>
    public IReadOnlyList<string> WritesSince(long number) =>
    [
        .. Server.Requests.All.Where(r => r.Number > number && r.Server != "google" && r.Method is not ("GET" or "HEAD") && r.Status < 300)
            .Where(r => !r.Query.Contains("dryRun=All", StringComparison.Ordinal) && !IsPassing(r.Path)).Select(r => $"{r.Method} {r.Path}"),
    ];

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _program.Dispose();
    }

    // Asked by POST, and nothing changes.
    private static bool IsQuestion(string path) => path.EndsWith(":getIamPolicy", StringComparison.Ordinal) || path.EndsWith(":testIamPermissions", StringComparison.Ordinal) || path.EndsWith("/getHealth", StringComparison.Ordinal);

    // The lock of a run and asking for a token leave nothing behind.
    private static bool IsPassing(string path) => path.Contains("/leases", StringComparison.Ordinal) || path.EndsWith("/token", StringComparison.Ordinal);

    private static DeploySettings Sample() => SettingsReader.Read(new SettingsRequest { Arguments = ArgumentList.FromWords(["--cloud=local"]), WorkingDirectory = Path.GetTempPath() }).Settings;

    private void Prepare(string settings)
    {
        _program.Write("kubeflow.yaml", settings);
        foreach (var (name, value) in Server.EndpointVariables) Environment[name] = value;
        Environment["KFT_CLOUD"] = "gcp";
        Environment["KFT_RENDER_CACHE_DIRECTORY"] = Path.Combine(Folder, "rendered");
        Environment["KFT_AUTH"] = "token";
        Environment["KFT_ACCESS_TOKEN"] = Server.Google.Tokens.Issue("user:admin@example.com", ["https://www.googleapis.com/auth/cloud-platform"], TimeSpan.FromHours(1));
        Environment["CLIENT_SECRET"] = "not-a-real-secret";
    }
}
