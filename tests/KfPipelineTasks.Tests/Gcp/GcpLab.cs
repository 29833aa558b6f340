using System.Text.Json.Nodes;
using KfPipelineTasks.Gcp;
using KfPipelineTasks.Gcp.Clusters;
using KfPipelineTasks.Gcp.Credentials;
using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;
using LocalCloud.Google;
using LocalCloud.Google.Projects;
using LocalCloud.Host;

namespace KfPipelineTasks.Tests.Gcp;

/// <summary>A local cloud with one project, and a door to it with a wire that can be watched and broken.</summary>
internal sealed class GcpLab : IAsyncDisposable
{
    public const string Project = "kfp-proj";
    public const string Number = "123456789012";
    public const string Zone = "us-central1-a";

    // A loaded machine must not turn patience into failure: these are hours of the fast clock, seconds of ours.
    private static readonly TimeSpan Long = TimeSpan.FromHours(10);

    private static readonly string[] Services = ["container", "iam", "iamcredentials", "compute", "iap", "cloudresourcemanager", "krmapihosting", "storage", "cloudbilling", "sts", "serviceusage"];

    private GcpLab(LocalCloudServer cloud, FastClock clock)
    {
        (Cloud, Clock) = (cloud, clock);
        Door = NewDoor(new FixedToken(new Secret(GoogleOptions.RehearsalToken)));
        Google = new GoogleCloud(Door, Output, Long);
    }

    public LocalCloudServer Cloud { get; }

    public GoogleWorld World => Cloud.Google;

    public FastClock Clock { get; }

    public Wire Wire { get; } = new();

    public Recorder Output { get; } = new();

    public GcpDoor Door { get; }

    public GoogleCloud Google { get; }

    public GcpEndpoints Endpoints => GcpEndpoints.From(Variables);

    /// <summary>The endpoint overrides of the local cloud, as gcloud would take them.</summary>
    public IReadOnlyDictionary<string, string> Variables => Cloud.EndpointVariables;

    public static async Task<GcpLab> StartAsync(Func<GoogleOptions, GoogleOptions>? configure = null)
    {
        var clock = new FastClock();
        var options = new GoogleOptions();
        var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { Time = clock, Google = configure?.Invoke(options) ?? options });
        cloud.Google.Projects.Put(new Project(Project, Number, "KFP", clock.GetUtcNow(), "012345-567890-ABCDEF"));
        cloud.Google.Policies.AddMember($"projects/{Project}", "roles/owner", GoogleOptions.RehearsalMember);
        foreach (var service in Services) cloud.Google.Services.Enable(Project, $"{service}.googleapis.com");
        return new GcpLab(cloud, clock);
    }

    /// <summary>A door of its own, as another program would have.</summary>
    public GcpDoor NewDoor(ITokenSource tokens, Wire? wire = null, Func<GcpDoorOptions, GcpDoorOptions>? configure = null)
    {
        var options = new GcpDoorOptions { AttemptTimeout = Long, Patience = Long, PropagationWindow = Long, ActivationWindow = Long, CredentialPatience = Long, LastWords = Long, Between = (wire ?? Wire).Between };
        return GcpDoor.Create(Endpoints, tokens, Clock, configure?.Invoke(options) ?? options);
    }

    /// <summary>A cluster that has been there for long.</summary>
    /// <param name="body">The cluster as the API takes it, without a name.</param>
    public async Task<ClusterPath> AddClusterAsync(string name, string body, string location = Zone)
    {
        var json = (JsonObject)JsonNode.Parse(body)!;
        json["name"] = name;
        await World.Clusters.AddRunningAsync(World.Projects.Get(Project), location, json, CancellationToken.None);
        return new ClusterPath(Project, location, name);
    }

    public async ValueTask DisposeAsync()
    {
        Door.Dispose();
        await Cloud.DisposeAsync();
    }
}
