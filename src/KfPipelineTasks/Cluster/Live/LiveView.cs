using System.Text.Json;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Live;

/// <summary>
/// The objects of one kind (in one namespace, or everywhere) as they are right now: one list, then a watch that is taken up
/// again where it broke off, and begun anew when the server no longer remembers that place.
/// </summary>
internal sealed class LiveView
{
    /// <summary>The server ends a watch after this long; it is then taken up again. Short, so that a stalled connection shows.</summary>
    private static readonly TimeSpan WatchFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);
    private readonly Lock _gate = new();
    private readonly KubeObjects _objects;
    private readonly ApiKind _kind;
    private readonly string? _ns;
    private readonly Action _changed;
    private readonly CancellationToken _end;
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<(string? Namespace, string Name), Resource> _all = [];

    public LiveView(KubeObjects objects, ApiKind kind, string? ns, Action changed, CancellationToken end)
    {
        (_objects, _kind, _ns, _changed, _end) = (objects, kind, ns, changed, end);
        Running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Ends when the view is closed.</summary>
    public Task Running { get; }

    /// <summary>Ends when the first list is in; fails when the objects may not be read.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>The object; null when it does not exist.</summary>
    public Resource? Find(string? ns, string name)
    {
        lock (_gate) return _all.GetValueOrDefault((ns, name));
    }

    /// <summary>The objects of this moment.</summary>
    public IReadOnlyList<Resource> All
    {
        get
        {
            lock (_gate) return _all.Values.ToList();
        }
    }

    private async Task RunAsync()
    {
        var pause = new Backoff(_objects.Door.Time, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
        string? from = null;
        while (!_end.IsCancellationRequested)
        {
            try
            {
                from ??= await ListAsync();
                from = await WatchAsync(from);
                pause.Reset();
            }
            catch (KubeError e) when (e.Kind == KubeErrorKind.Gone)
            {
                from = null;
            }
            catch (KubeError e) when (e.Kind is KubeErrorKind.Unreachable or KubeErrorKind.Unavailable or KubeErrorKind.Throttled or KubeErrorKind.Other)
            {
                // The server may come back; how long that is worth waiting for is decided by whoever waits.
                if (!await pause.PauseAsync(_end)) return;
            }
            catch (KubeError e) when (e.Kind is KubeErrorKind.Forbidden && from is not null)
            {
                // May list and not watch: a list now and then says the same.
                if (!await pause.PauseAsync(_end)) return;
                from = null;
            }
            catch (DeployException e)
            {
                _loaded.TrySetException(e);
                _changed();
                return;
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<string> ListAsync()
    {
        var list = await _objects.ListAsync(_kind, _ns, new ListQuery(), _end);
        var all = list.Items.ToDictionary(o => (o.Id.Namespace, o.Id.Name));
        lock (_gate) _all = all;
        _loaded.TrySetResult();
        _changed();
        return list.ResourceVersion;
    }

    private async Task<string> WatchAsync(string from)
    {
        var path = $"{_kind.CollectionPath(_ns)}?watch=true&allowWatchBookmarks=true&resourceVersion={Uri.EscapeDataString(from)}&timeoutSeconds={WatchFor.TotalSeconds:0}";
        var about = $"{_kind.GroupKind}{(_ns is null ? "" : $" of namespace {_ns}")}: watch";
        await foreach (var line in _objects.Door.LinesAsync(new KubeRequest(HttpMethod.Get, path, about), WatchFor + Slack, _end))
        {
            if (line.Length == 0) continue;
            from = Take(Event(line, about), about) ?? from;
        }

        return from;
    }

    // A line cut off in the middle is a broken connection: the watch goes on behind the last whole event.
    private static JsonElement Event(string line, string about)
    {
        try
        {
            return Json.Parse(System.Text.Encoding.UTF8.GetBytes(line));
        }
        catch (JsonException e)
        {
            throw new KubeError(KubeErrorKind.Unreachable, 0, about, "the connection broke off in the middle of an event", cause: e);
        }
    }

    private string? Take(JsonElement what, string about)
    {
        var item = what.At("object") ?? Json.EmptyObject;
        switch (what.Text("type"))
        {
            case "ADDED" or "MODIFIED":
                var live = KubeObjects.Of(_kind, item);
                lock (_gate) _all[(live.Id.Namespace, live.Id.Name)] = live;
                _changed();
                break;
            case "DELETED":
                lock (_gate) _all.Remove((item.Text("metadata", "namespace"), item.Text("metadata", "name") ?? ""));
                _changed();
                break;
            case "ERROR":
                throw ErrorReader.FromStatus(about, item);
        }

        return item.Text("metadata", "resourceVersion");
    }
}
