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
    private readonly IJournal? _journal;
    private readonly LoopbackListener _google;

    private LocalCloudServer(ClusterHost clusters, IJournal? journal, LoopbackListener google)
    {
        Clusters = clusters;
        _journal = journal;
        _google = google;
    }

    /// <summary>Base address of the Google APIs; each API is a path below it.</summary>
    public Uri GoogleAddress => new($"http://127.0.0.1:{_google.Port}/");

    /// <summary>The clusters.</summary>
    public ClusterHost Clusters { get; }

    /// <exception cref="IOException">The port is taken, or the state file cannot be used.</exception>
    public static async Task<LocalCloudServer> StartAsync(LocalCloudOptions options, CancellationToken cancellation = default)
    {
        var journal = options.StateFile is { } file ? FileJournal.Open(file) : null;
        var clusters = new ClusterHost(options, journal);
        await clusters.RestoreAsync(cancellation);
        RequestDelegate google = static http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
        var listener = await LoopbackListener.StartAsync(options.Port, null, Wrapped(google, options.Middleware), cancellation);
        return new(clusters, journal, listener);
    }

    internal static RequestDelegate Wrapped(RequestDelegate inner, IEnumerable<Func<RequestDelegate, RequestDelegate>> middleware) =>
        middleware.Reverse().Aggregate(inner, (next, wrap) => wrap(next));

    public async ValueTask DisposeAsync()
    {
        await _google.DisposeAsync();
        await Clusters.DisposeAsync();
        if (_journal is IAsyncDisposable journal) await journal.DisposeAsync();
    }
}
