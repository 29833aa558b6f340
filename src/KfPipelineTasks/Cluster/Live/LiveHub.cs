using KfPipelineTasks.Cluster.Api;

namespace KfPipelineTasks.Cluster.Live;

/// <summary>The live views of a run, opened when first needed and closed together; tells when anything changes.</summary>
internal sealed class LiveHub(KubeObjects objects) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Path, string? Namespace), LiveView> _views = [];
    private readonly CancellationTokenSource _end = new();
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    /// <summary>Rises with every change.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The view of a kind in a namespace (null: everywhere).</summary>
    public LiveView Open(ApiKind kind, string? ns)
    {
        lock (_gate)
        {
            var key = (kind.CollectionPath(null), ns);
            if (!_views.TryGetValue(key, out var view)) _views[key] = view = new LiveView(objects, kind, ns, Changed, _end.Token);
            return view;
        }
    }

    /// <summary>Waits until something has changed since <paramref name="version"/>, or the time is over.</summary>
    public async Task ChangedAsync(long version, TimeSpan atMost, CancellationToken cancellation)
    {
        Task change;
        lock (_gate)
        {
            if (Version != version) return;
            change = _change.Task;
        }

        await change.WaitAsync(atMost, objects.Door.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        List<LiveView> views;
        lock (_gate) views = [.. _views.Values];
        await Task.WhenAll(views.Select(v => v.Running));
        _end.Dispose();
    }

    private void Changed()
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            Interlocked.Increment(ref _version);
            told = _change;
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        told.TrySetResult();
    }
}
