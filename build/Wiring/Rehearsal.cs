using KfPipelineTasks.Gcp.Names;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;
using LocalCloud.Google;
using LocalCloud.Host;
using LocalCloud.Simulation;

namespace KfPipelineTasks.Build.Wiring;

/// <summary>
/// The cloud of a rehearsal, on 127.0.0.1: one inside the process, for the length of a run, or one that runs already and goes on
/// afterwards. It is spoken to like Google Cloud; only the addresses and the token differ.
/// </summary>
internal sealed class Rehearsal : IAsyncDisposable
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(1);

    private readonly Uri _address;
    private readonly HttpNames _names;
    private readonly LocalCloudServer? _own;

    private Rehearsal(Uri address, Secret token, LocalCloudServer? own)
    {
        _address = address;
        _names = new HttpNames(new Uri(address, "dns/resolve"));
        Endpoints = EndpointOverrides.Of(address);
        Token = token;
        _own = own;
    }

    /// <summary>Its name system.</summary>
    public INames Names => _names;

    /// <summary>Where its Google APIs are, in the variables that gcloud knows.</summary>
    public IReadOnlyDictionary<string, string> Endpoints { get; }

    /// <summary>Where the installation answers people, through the load balancer and Identity-Aware Proxy.</summary>
    public Uri Front(DeploySettings settings) => new(_address, $"gateway/{settings.Project.Id}/{settings.Place.Location}/{settings.Cluster.Name}/");

    /// <summary>A token of its administrator.</summary>
    public Secret Token { get; }

    /// <summary>Starts a cloud that the settings describe, or finds the one they name.</summary>
    public static Task<Rehearsal> StartAsync(Run run) => run.Settings.LocalCloud.Url is { Length: > 0 } url
        ? Task.FromResult(new Rehearsal(new Uri(url), new Secret(GoogleOptions.RehearsalToken), own: null))
        : InProcessAsync(run);

    public ValueTask DisposeAsync()
    {
        _names.Dispose();
        return _own?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private static async Task<Rehearsal> InProcessAsync(Run run)
    {
        var options = new LocalCloudOptions
        {
            Time = run.Surroundings.Time,
            Scenario = RehearsalScenario.Of(run.Settings, run.Outcome.Tasks),
            Simulation = new SimulationOptions(),
        };
        var cloud = await LocalCloudServer.StartAsync(options, run.Stop);
        var token = cloud.Google.Tokens.Issue($"user:{RehearsalScenario.Complete(run.Settings).AdminEmail}", ["https://www.googleapis.com/auth/cloud-platform"], TokenLife);
        return new Rehearsal(cloud.GoogleAddress, new Secret(token), cloud);
    }
}
