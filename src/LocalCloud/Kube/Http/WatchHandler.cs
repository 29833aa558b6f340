using System.Globalization;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LocalCloud.Kube.Http;

/// <summary>Streams the changes of a resource.</summary>
internal sealed class WatchHandler(KubeCluster cluster)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(45);

    public async Task HandleAsync(HttpContext http, ResourceInfo resource, ListQuery query, Negotiation negotiation)
    {
        var asked = http.Request.Query;
        var bookmarks = asked["allowWatchBookmarks"].ToString() is "true" or "1";
        var initial = asked["sendInitialEvents"].ToString() is "true" or "1";
        var since = Since(asked["resourceVersion"].ToString(), initial);
        using var ending = new CancellationTokenSource(Timeout(asked["timeoutSeconds"].ToString()), cluster.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, ending.Token, cluster.Stopping);

        var (watch, gone) = Open(resource, since);
        http.Response.StatusCode = 200;
        http.Response.ContentType = "application/json";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var stream = new WatchStream(http.Response.Body, resource, negotiation, cluster);
        if (watch is null)
        {
            await stream.ErrorAsync(gone!, http.RequestAborted);
            return;
        }
        using (watch) await RunAsync(http, stream, watch, query, bookmarks, initial, stop.Token);
    }

    private async Task RunAsync(HttpContext http, WatchStream stream, StoreWatch watch, ListQuery query, bool bookmarks, bool initial, CancellationToken stop)
    {
        var last = watch.Version;
        try
        {
            await http.Response.StartAsync(stop);
            foreach (var item in watch.Initial.Where(item => Selects(query, item))) await stream.SendAsync("ADDED", item, stop);
            if (initial && bookmarks) await stream.BookmarkAsync(last, endOfInitial: true, stop);
            await stream.FlushAsync(stop);
            await FollowAsync(stream, watch, query, bookmarks, version => last = version, () => last, stop);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The watch's own time is over.
            if (bookmarks) await stream.BookmarkAsync(Math.Max(last, cluster.Store.Version), endOfInitial: false, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
    }

    private async Task FollowAsync(WatchStream stream, StoreWatch watch, ListQuery query, bool bookmarks, Action<long> seen, Func<long> last, CancellationToken stop)
    {
        var waiting = watch.Events.WaitToReadAsync(stop).AsTask();
        while (true)
        {
            if (bookmarks)
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
                var due = Task.Delay(BookmarkEvery, cluster.Time, pause.Token);
                if (await Task.WhenAny(waiting, due) == due)
                {
                    stop.ThrowIfCancellationRequested();
                    await stream.BookmarkAsync(last(), endOfInitial: false, stop);
                    continue;
                }
                await pause.CancelAsync();
            }
            if (!await waiting) return;
            while (watch.Events.TryRead(out var change))
            {
                seen(change.Object.ResourceVersion);
                if (TypeFor(query, change) is { } type) await stream.SendAsync(type, change, stop);
            }
            await stream.FlushAsync(stop);
            waiting = watch.Events.WaitToReadAsync(stop).AsTask();
        }
    }

    /// <summary>What a change means to a watcher that sees only what its selectors select; null when it means nothing.</summary>
    private static string? TypeFor(ListQuery query, StoreEvent change)
    {
        var now = change.Type != StoreEventType.Deleted && Selects(query, change.Object);
        var before = change.Previous is { } previous && Selects(query, previous);
        return (before, now) switch
        {
            (false, true) => "ADDED",
            (true, true) => "MODIFIED",
            (true, false) => "DELETED",
            _ => null,
        };
    }

    private static bool Selects(ListQuery query, StoredObject item) =>
        (query.Namespace.Length == 0 || item.Namespace == query.Namespace) && query.Labels.Matches(item.Labels) && query.Fields.Matches(item);

    private (StoreWatch? Watch, ApiException? Gone) Open(ResourceInfo resource, long? since)
    {
        try
        {
            return (cluster.Store.Watch(resource.GroupResource, since), null);
        }
        catch (HistoryGoneException gone)
        {
            return (null, ApiErrors.Expired(gone.Message));
        }
    }

    private static long? Since(string version, bool initial)
    {
        if (initial || version is "" or "0") return null;
        return long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ApiErrors.BadRequest($"invalid resource version: strconv.ParseUint: parsing {Json.ToText(JsonValue.Create(version))}: invalid syntax");
    }

    private static TimeSpan Timeout(string seconds) =>
        int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? TimeSpan.FromSeconds(number) : DefaultTimeout;
}
