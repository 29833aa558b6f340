using KfPipelineTasks.Build;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Gcp.Names;
using LocalCloud.Host;
using LocalCloud.Record;
using LocalCloud.Scenarios;
using LocalCloud.Simulation;

namespace Build.Tests.Google;

/// <summary>
/// A local cloud built from a scenario, and the program run against it as against Google: endpoints by the variables of gcloud, a token
/// in a file, cloud: gcp. Time runs ten times as fast.
/// </summary>
internal sealed class GoogleStage : IAsyncDisposable
{
    public const string Deployer = "user:deployer@example.com";
    private const double Speed = 10;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kf-google-");
    private readonly TimeProvider _time;
    // What the cloud publishes nobody else knows.
    private readonly HttpNames _names;

    private GoogleStage(LocalCloudServer cloud, FastTime time, string member)
    {
        (Cloud, _time, _names) = (cloud, new ShortPauses(time), new HttpNames(new Uri(cloud.GoogleAddress, "dns/resolve")));
        Token = cloud.Google.Tokens.Issue(member, ["https://www.googleapis.com/auth/cloud-platform"], TimeSpan.FromDays(1));
        var file = Path.Combine(_folder.FullName, "token");
        File.WriteAllText(file, Token);
        Environment = new(cloud.EndpointVariables, StringComparer.Ordinal);
        Environment["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"] = file;
        Environment["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, "state");
        Environment["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "";
    }

    public LocalCloudServer Cloud { get; }

    /// <summary>The access token of the run; a secret.</summary>
    public string Token { get; }

    public Dictionary<string, string> Environment { get; }

    /// <summary>Where the installation answers people.</summary>
    public Uri? Front { get; set; }

    /// <summary>The working directory of the run.</summary>
    public string Folder => _folder.FullName;

    /// <summary>What the last run said.</summary>
    public string Said { get; private set; } = "";

    /// <summary>Requests of the last run, to Google and to clusters.</summary>
    public IReadOnlyList<RecordedRequest> Requests { get; private set; } = [];

    /// <param name="member">Who deploys.</param>
    /// <param name="speed">How much faster time runs.</param>
    public static async Task<GoogleStage> StartAsync(string scenario, string folder = ".", string member = Deployer, double speed = Speed)
    {
        var time = new FastTime(TimeProvider.System, speed);
        return new GoogleStage(await LocalCloudServer.StartAsync(new LocalCloudOptions { Time = time, Scenario = ScenarioFile.Parse("scenario.yaml", scenario, folder), Simulation = new SimulationOptions() }), time, member);
    }

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code.</returns>
    public int Run(IReadOnlyList<string> words)
    {
        var since = Cloud.Requests.Last;
        using var writer = new StringWriter { NewLine = "\n" };
        var code = KfProgram.Run(words, new Surroundings(Environment, Folder, new Terminal(writer, IsInteractive: false), _time) { Names = _names, Front = Front, CredentialPatience = TimeSpan.FromMinutes(2) });
        Said = writer.ToString();
        // Controllers speak to their cluster in the process; what came over the wire came from us.
        Requests = [.. Cloud.Requests.All.Where(r => r.Number > since).OrderBy(r => r.Number)];
        return code;
    }

    /// <summary>Requests that change something.</summary>
    public IEnumerable<RecordedRequest> Writes => Requests.Where(IsWrite);

    public async ValueTask DisposeAsync()
    {
        _names.Dispose();
        await Cloud.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // Reading a policy, testing permissions and reviewing access are POSTs that change nothing.
    private static bool IsWrite(RecordedRequest request) => request.Method is not ("GET" or "HEAD")
        && !request.Path.EndsWith(":getIamPolicy", StringComparison.Ordinal) && !request.Path.EndsWith(":testIamPermissions", StringComparison.Ordinal)
        && !request.Path.StartsWith("/oauth/", StringComparison.Ordinal) && !request.Path.Contains("accessreviews", StringComparison.Ordinal);
}
