using System.Collections.Concurrent;
using LocalCloud.Kube.Api;

namespace LocalCloud.Controllers;

/// <summary>
/// Runs the controllers of one cluster on one worker: changes come in, wake what they concern (each object once), and the
/// worker looks at one object after the other. It rests until there is a change or a time has come, and by the handed-in
/// clock only, so that the same changes at the same times always lead to the same cluster.
/// </summary>
internal sealed class ControllerManager : IAsyncDisposable
{
    /// <summary>How many objects are looked at before others get a turn on the processor.</summary>
    private const int TurnLength = 64;

    private const int KeptRefusals = 50;

    // As the controllers of Kubernetes: the first look again comes at once, and every other twice as late.
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(16);

    private readonly ClusterView _view;
    private readonly TimeProvider _time;
    private readonly WorkQueue _queue = new();
    private readonly Dictionary<WorkItem, int> _failures = [];
    private readonly Dictionary<GroupKind, List<(IController Controller, Watch Watch)>> _byKind = [];
    private readonly List<(IController Controller, Watch Watch)> _everyKind = [];
    private readonly ConcurrentQueue<ObjectChange> _changes = new();
    private readonly ConcurrentQueue<WorkItem> _asked = new();
    private readonly ConcurrentQueue<ControllerFault> _faults = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private List<TaskCompletionSource> _quiet = [];
    private DateTimeOffset? _nextDue;
    private bool _isBusy = true;
    private bool _isTakingIn;
    private IDisposable? _subscription;
    private Task _worker = Task.CompletedTask;

    public ControllerManager(ClusterView view, IEnumerable<IController> controllers, TimeProvider time)
    {
        _view = view;
        _time = time;
        view.CatchUp = TakeIn;
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        foreach (var controller in controllers)
        {
            foreach (var watch in controller.Watches) Listen(controller, watch);
        }
    }

    /// <summary>What went wrong inside a controller, newest last: an empty list means that every look was a good one.</summary>
    public IReadOnlyCollection<ControllerFault> Faults => _faults;

    /// <summary>What the API server last refused to controllers, newest last. Some of it is normal: a webhook that is not ready yet.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>When something will be looked at without a change; null when nothing waits for a time.</summary>
    public DateTimeOffset? NextDue
    {
        get { lock (_gate) return _nextDue; }
    }

    /// <summary>Looks at everything that is there, and then at every change.</summary>
    public void Start()
    {
        _subscription = _view.Subscribe(change =>
        {
            _changes.Enqueue(change);
            Wake();
        });
        _worker = Task.Run(WorkAsync);
    }

    /// <summary>Has an object looked at, although nothing in the cluster changed: something outside did.</summary>
    public void Look(IController controller, ObjectKey key)
    {
        _asked.Enqueue(new WorkItem(controller, key));
        Wake();
    }

    /// <summary>Returns when there is nothing left to do at the present time.</summary>
    public Task QuietAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_isBusy && _changes.IsEmpty && _asked.IsEmpty && !IsDue(_nextDue)) return Task.CompletedTask;
            var quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _quiet.Add(quiet);
            Wake();
            return quiet.Task.WaitAsync(cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await _lifetime.CancelAsync();
        Wake();
        await _worker;
        await _timer.DisposeAsync();
        _lifetime.Dispose();
        _wake.Dispose();
    }

    private void Listen(IController controller, Watch watch)
    {
        if (watch.Kind is not { } kind)
        {
            _everyKind.Add((controller, watch));
            return;
        }

        if (!_byKind.TryGetValue(kind, out var listeners)) _byKind[kind] = listeners = [];
        listeners.Add((controller, watch));
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
    }

    private bool IsDue(DateTimeOffset? due) => due is { } time && time <= _time.GetUtcNow();

    private async Task WorkAsync()
    {
        while (!_lifetime.IsCancellationRequested)
        {
            await TurnAsync();
            if (_lifetime.IsCancellationRequested) break;
            if (Rest() is not { } rested)
            {
                await Task.Yield();
                continue;
            }

            foreach (var waiting in rested) waiting.SetResult();
            await _wake.WaitAsync(CancellationToken.None);
        }

        foreach (var waiting in _quiet) waiting.TrySetCanceled();
    }

    private async Task TurnAsync()
    {
        lock (_gate) _isBusy = true;
        for (var done = 0; done < TurnLength && !_lifetime.IsCancellationRequested; done++)
        {
            TakeIn();
            if (!_queue.TryTake(_time.GetUtcNow(), out var item)) return;
            await ReconcileAsync(item);
        }
    }

    /// <summary>Goes to rest when there is nothing to do; returns who waited for that, or null when there is more to do.</summary>
    private List<TaskCompletionSource>? Rest()
    {
        lock (_gate)
        {
            _nextDue = _queue.NextDue;
            if (!_changes.IsEmpty || !_asked.IsEmpty || _queue.ReadyCount > 0 || IsDue(_nextDue)) return null;
            _isBusy = false;
            var wait = _nextDue is { } due ? due - _time.GetUtcNow() : Timeout.InfiniteTimeSpan;
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
            var rested = _quiet;
            _quiet = [];
            return rested;
        }
    }

    private void TakeIn()
    {
        // What a change wakes may depend on the index, which asks to be brought up to date: once is enough.
        if (_isTakingIn) return;
        _isTakingIn = true;
        try
        {
            TakeInChanges();
        }
        finally
        {
            _isTakingIn = false;
        }
    }

    private void TakeInChanges()
    {
        while (_changes.TryDequeue(out var change))
        {
            _view.Note(change);
            if (_byKind.TryGetValue(change.Key.Kind, out var listeners)) Tell(listeners, change);
            Tell(_everyKind, change);
        }

        while (_asked.TryDequeue(out var item)) _queue.Add(item);
    }

    private void Tell(List<(IController Controller, Watch Watch)> listeners, ObjectChange change)
    {
        foreach (var (controller, watch) in listeners)
        {
            foreach (var woken in watch.Wakes(change)) _queue.Add(new WorkItem(controller, woken));
        }
    }

    private async Task ReconcileAsync(WorkItem item)
    {
        try
        {
            var again = await item.Controller.ReconcileAsync(item.Key, _lifetime.Token);
            _failures.Remove(item);
            if (again is { } wait) _queue.AddAt(item, _time.GetUtcNow() + wait);
        }
        catch (ApiException refusal)
        {
            // Not found or changed: somebody was faster, and what is there now is another question; ask it at once.
            Retry(item, immediately: refusal.Code is 404 or 409);
            Note(item, refusal);
        }
        catch (OperationCanceledException) when (_lifetime.IsCancellationRequested)
        {
            // The cluster stops; so does the look.
        }
        catch (Exception fault)
        {
            // One controller's mistake must not stop the others; it is kept where tests and the server's log find it.
            _faults.Enqueue(new ControllerFault(item.Controller.Name, item.Key, fault));
            Retry(item, immediately: false);
        }
    }

    private void Note(WorkItem item, ApiException refusal)
    {
        _refusals.Enqueue($"{item.Controller.Name}, {item.Key}: {refusal.Code} {refusal.Message}");
        while (_refusals.Count > KeptRefusals) _refusals.TryDequeue(out _);
    }

    /// <summary>Doubles the wait with every failure in a row, so that what cannot pass costs little.</summary>
    private void Retry(WorkItem item, bool immediately)
    {
        var failures = _failures[item] = _failures.GetValueOrDefault(item) + 1;
        if (immediately && failures <= 3)
        {
            _queue.Add(item);
            return;
        }

        var wait = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 10));
        _queue.AddAt(item, _time.GetUtcNow() + (wait < LongestRetry ? wait : LongestRetry));
    }
}
