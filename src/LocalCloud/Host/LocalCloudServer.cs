using LocalCloud.Controllers;
using LocalCloud.Controllers.Kubeflow;
using LocalCloud.Google;
using LocalCloud.Google.Endpoints;
using LocalCloud.Kube;
using LocalCloud.Record;
using LocalCloud.Scenarios;
using LocalCloud.State;
using Microsoft.AspNetCore.Http;

namespace LocalCloud.Host;

/// <summary>
/// A Google Cloud and its Kubernetes clusters in this process, on 127.0.0.1.
/// <code>await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());</code>
/// </summary>
public sealed class LocalCloudServer : IAsyncDisposable
{
    private readonly IJournal _journal;
    private readonly LoopbackListener _listener;

    private LocalCloudServer(GoogleWorld google, GoogleApis apis, ClusterHost clusters, RequestLog requests, IJournal journal, LoopbackListener listener)
    {
        Google = google;
        Apis = apis;
        Clusters = clusters;
        Requests = requests;
        _journal = journal;
        _listener = listener;
    }

    /// <summary>Base address of the Google APIs; each API is a path below it.</summary>
    public Uri GoogleAddress => new($"http://127.0.0.1:{_listener.Port}/");

    /// <summary>Where the Google APIs are, in the variables that gcloud honours (<c>CLOUDSDK_API_ENDPOINT_OVERRIDES_CONTAINER</c> and so on).</summary>
    public IReadOnlyDictionary<string, string> EndpointVariables => EndpointOverrides.Of(GoogleAddress);

    /// <summary>The Google side, without HTTP.</summary>
    public GoogleWorld Google { get; }

    /// <summary>What the Google side serves, path by path.</summary>
    public GoogleApis Apis { get; }

    /// <summary>The clusters.</summary>
    public ClusterHost Clusters { get; }

    /// <summary>Every request that was received, on either side.</summary>
    public RequestLog Requests { get; }

    /// <exception cref="IOException">The port is taken, or the state file cannot be used.</exception>
    /// <exception cref="ScenarioException">The scenario asks for something the cloud refuses.</exception>
    public static async Task<LocalCloudServer> StartAsync(LocalCloudOptions options, CancellationToken cancellation = default)
    {
        IJournal journal = options.StateFile is { } file ? FileJournal.Open(file) : MemoryJournal.Instance;
        var door = new FrontDoor(new RequestLog(), options.Google.Faults, options.Time);
        var clusters = new ClusterHost(options, journal, door);
        var google = new GoogleWorld(options.Google, options.Time, journal, clusters);
        clusters.RecogniseTokens((cluster, token) => GoogleSignIn.Recognise(google, cluster, token));
        var fronts = new FrontEndpoint();
        if (options.Simulation is { } simulation) clusters.RunBeside(cluster => ClusterControllers.Start(cluster, simulation, google, fronts));
        var apis = new GoogleApis(google);
        var listener = await LoopbackListener.StartAsync(options.Port, null, door.Before("google", door.WithControls(WithFronts(fronts, new NameEndpoint(google), apis.HandleAsync))), cancellation);
        var server = new LocalCloudServer(google, apis, clusters, door.Log, journal, listener);
        options.Google.BaseAddress = server.GoogleAddress.ToString().TrimEnd('/');
        try
        {
            await server.FillAsync(options, cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the state back, or builds the scenario into a cloud that has none.</summary>
    private async Task FillAsync(LocalCloudOptions options, CancellationToken cancellation)
    {
        if (options.Scenario is { } told) options.Simulation?.Take(told.Behaviours, told.ClusterDelays);
        await Clusters.RestoreAsync(cancellation);
        var known = await Google.StartAsync(cancellation);
        if (options.Scenario is not { } scenario) return;
        var builder = new ScenarioBuilder(Google, (cluster, manifests, stop) => ManifestLoader.ApplyAsync(Clusters.Find(cluster)!, manifests, stop));
        if (known) builder.Configure(scenario);
        else await builder.BuildAsync(scenario, cancellation);
        await Google.FlushAsync(cancellation);
    }

    /// <summary>The programs inside the clusters, and the name system, are reached below paths of their own.</summary>
    private static RequestDelegate WithFronts(FrontEndpoint fronts, NameEndpoint names, RequestDelegate apis) => async http =>
    {
        if (!await fronts.TryHandleAsync(http) && !await names.TryHandleAsync(http)) await apis(http);
    };

    /// <summary>Writes down how simulated time runs, for the next start.</summary>
    internal void Remember(ClockRecord clock) => clock.Write(_journal);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await Google.DisposeAsync();
        await Clusters.DisposeAsync();
        if (_journal is IAsyncDisposable journal) await journal.DisposeAsync();
    }
}
