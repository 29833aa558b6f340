using LocalCloud.Google;
using LocalCloud.Kube;
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

    private LocalCloudServer(GoogleWorld google, GoogleApis apis, ClusterHost clusters, IJournal journal, LoopbackListener listener, bool isNew)
    {
        Google = google;
        Apis = apis;
        Clusters = clusters;
        IsNew = isNew;
        _journal = journal;
        _listener = listener;
    }

    /// <summary>Base address of the Google APIs; each API is a path below it.</summary>
    public Uri GoogleAddress => new($"http://127.0.0.1:{_listener.Port}/");

    /// <summary>The Google side, without HTTP.</summary>
    public GoogleWorld Google { get; }

    /// <summary>What the Google side serves, path by path.</summary>
    public GoogleApis Apis { get; }

    /// <summary>The clusters.</summary>
    public ClusterHost Clusters { get; }

    /// <summary>Nothing was read back from a state file: the cloud is empty.</summary>
    public bool IsNew { get; }

    /// <exception cref="IOException">The port is taken, or the state file cannot be used.</exception>
    public static async Task<LocalCloudServer> StartAsync(LocalCloudOptions options, CancellationToken cancellation = default)
    {
        IJournal journal = options.StateFile is { } file ? FileJournal.Open(file) : MemoryJournal.Instance;
        var clusters = new ClusterHost(options, journal);
        var google = new GoogleWorld(options.Google, options.Time, journal, clusters);
        clusters.RecogniseTokens((cluster, token) => GoogleSignIn.Recognise(google, cluster, token));
        var apis = new GoogleApis(google);
        await clusters.RestoreAsync(cancellation);
        var listener = await LoopbackListener.StartAsync(options.Port, null, Wrapped(apis.HandleAsync, options.Middleware), cancellation);
        options.Google.BaseAddress = $"http://127.0.0.1:{listener.Port}";
        var found = await google.StartAsync(cancellation);
        return new(google, apis, clusters, journal, listener, isNew: !found);
    }

    internal static RequestDelegate Wrapped(RequestDelegate inner, IEnumerable<Func<RequestDelegate, RequestDelegate>> middleware) =>
        middleware.Reverse().Aggregate(inner, (next, wrap) => wrap(next));

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await Google.DisposeAsync();
        await Clusters.DisposeAsync();
        if (_journal is IAsyncDisposable journal) await journal.DisposeAsync();
    }
}
