using System.Globalization;
using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Apply;
using KfPipelineTasks.Cluster.Live;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Locking;

/// <summary>
/// A Lease (coordination.k8s.io/v1) held while a run changes the cluster. Renewed by the server's clock; a holder that gives
/// no sign of life for the lease's duration is explained and succeeded, and one that was a process of this machine and has ended
/// is at once. Given back when disposed.
/// </summary>
public sealed class RunLock : IAsyncDisposable
{
    /// <summary>Annotation of the Lease that tells which process holds it.</summary>
    public const string ProcessAnnotation = "kf-pipeline-tasks/process";

    private static readonly ApiKind Leases = new("coordination.k8s.io", "v1", "Lease", "leases", true, false, ["get", "create", "update"]);
    private readonly KubeObjects _objects;
    private readonly LockOptions _options;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _end = new();
    private readonly PeriodicTimer _renewals;
    private readonly Task _renewing;
    private Resource _lease;
    private int _disposed;

    private RunLock(KubeObjects objects, LockOptions options, Resource lease)
    {
        (_objects, _options, _lease) = (objects, options, lease);
        _renewals = new PeriodicTimer(options.Duration / 3, objects.Door.Time);
        _renewing = RenewAsync();
    }

    /// <summary>Cancelled when the lock is no longer ours: stop writing.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lock, waiting for another holder as long as the options allow.</summary>
    /// <exception cref="DeployException">Somebody else holds it and does not let go.</exception>
    public static async Task<RunLock> TakeAsync(ClusterDoor door, LockOptions options, IOutput output, CancellationToken cancellation)
    {
        var objects = new KubeObjects(door);
        var started = door.Time.GetTimestamp();
        var pause = new Backoff(door.Time, TimeSpan.FromMilliseconds(250), options.LookMost);
        string? told = null;
        await using var progress = new Progress("the lock", output, door.Time, options.Reminder, options.Patience);
        while (true)
        {
            var now = await objects.GetAsync(Leases, options.Namespace, options.Name, cancellation);
            var left = now is null ? null : WhyFree(now, options, door.ServerNow);
            if (now is not null && left is null)
            {
                if (door.Time.GetElapsedTime(started) >= options.Patience) throw Held(now, options);
                var holder = HolderOf(now)!;
                var since = $"{holder} holds it since {now.Text("spec", "acquireTime")}";
                // Who runs two deployments at once wants to know at the first look, not half a minute later.
                if (told != holder) output.Write(new OutputEvent.Awaiting("the lock", door.Time.GetElapsedTime(started), options.Patience, [since]));
                told = holder;
                using (progress.Await(since)) await pause.PauseAsync(cancellation);
                cancellation.ThrowIfCancellationRequested();
                continue;
            }

            if (await TryTakeAsync(objects, options, now, cancellation) is not { } mine) continue;
            if (left is { Length: > 0 }) output.Warn($"{left} It is taken over.");
            return new RunLock(objects, options, mine);
        }
    }

    /// <summary>Gives the lock back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _renewals.Dispose();
        await _end.CancelAsync();
        await _renewing;
        if (!_lost.IsCancellationRequested)
        {
            try
            {
                await WriteAsync(_objects, _options, _lease, holder: "", acquired: _lease.Text("spec", "acquireTime"), transitions: Transitions(_lease), CancellationToken.None);
            }
            catch (KubeError)
            {
                // It becomes stale by itself; the end of a run must not fail for it.
            }
        }

        _lost.Dispose();
        _end.Dispose();
    }

    private static async Task<Resource?> TryTakeAsync(KubeObjects objects, LockOptions options, Resource? now, CancellationToken cancellation)
    {
        try
        {
            var changes = now is not null && !IsMine(now, options);
            return await WriteAsync(objects, options, now, options.Holder, acquired: changes ? null : now?.Text("spec", "acquireTime"), Transitions(now) + (changes ? 1 : 0), cancellation);
        }
        catch (KubeError e) when (e.Kind is KubeErrorKind.AlreadyExists or KubeErrorKind.Modified or KubeErrorKind.NotFound)
        {
            if (e.Kind == KubeErrorKind.NotFound && now is null) throw;
            // Somebody was faster: look again.
            return null;
        }
    }

    private static Task<Resource> WriteAsync(KubeObjects objects, LockOptions options, Resource? from, string holder, string? acquired, long transitions, CancellationToken cancellation)
    {
        var now = objects.Door.ServerNow.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        var body = Json.Bytes(w =>
        {
            w.WriteStartObject();
            w.WriteString("apiVersion", "coordination.k8s.io/v1");
            w.WriteString("kind", "Lease");
            w.WriteStartObject("metadata");
            w.WriteString("name", options.Name);
            w.WriteString("namespace", options.Namespace);
            if (holder.Length > 0 && options.Process is { } process)
            {
                w.WriteStartObject("annotations");
                w.WriteString(ProcessAnnotation, process.ToString());
                w.WriteEndObject();
            }

            if (from?.Text("metadata", "resourceVersion") is { } version) w.WriteString("resourceVersion", version);
            w.WriteEndObject();
            w.WriteStartObject("spec");
            w.WriteString("holderIdentity", holder);
            w.WriteNumber("leaseDurationSeconds", Math.Max(1, (int)options.Duration.TotalSeconds));
            w.WriteString("acquireTime", acquired ?? now);
            w.WriteString("renewTime", now);
            w.WriteNumber("leaseTransitions", transitions);
            w.WriteEndObject();
            w.WriteEndObject();
        });
        return from is null
            ? objects.CreateAsync(Leases, options.Namespace, options.Name, body, "kf-pipeline-tasks", cancellation)
            : objects.ReplaceAsync(Leases, options.Namespace, options.Name, body, "kf-pipeline-tasks", cancellation);
    }

    private async Task RenewAsync()
    {
        // Ends, without an exception, when the timer is disposed.
        while (await _renewals.WaitForNextTickAsync())
        {
            try
            {
                _lease = await WriteAsync(_objects, _options, _lease, _options.Holder, _lease.Text("spec", "acquireTime"), Transitions(_lease), _end.Token);
            }
            catch (KubeError e) when (e.Kind is KubeErrorKind.Unreachable or KubeErrorKind.Unavailable or KubeErrorKind.Throttled)
            {
                // The lease outlives a few lost renewals.
            }
            catch (KubeError)
            {
                if (await IsOursAsync()) continue;
                await _lost.CancelAsync();
                return;
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // A renewal whose answer was lost looks like somebody else's change.
    private async Task<bool> IsOursAsync()
    {
        try
        {
            if (await _objects.GetAsync(Leases, _options.Namespace, _options.Name, _end.Token) is not { } now || !IsMine(now, _options)) return false;
            _lease = now;
            return true;
        }
        catch (Exception e) when (e is KubeError or OperationCanceledException)
        {
            // Not known: the next renewal tells.
            return true;
        }
    }

    private static string? HolderOf(Resource lease) => lease.Text("spec", "holderIdentity") is { Length: > 0 } holder ? holder : null;

    private static HolderProcess? ProcessOf(Resource lease) => HolderProcess.Parse(lease.Text("metadata", "annotations", ProcessAnnotation));

    private static bool IsMine(Resource lease, LockOptions options) => HolderOf(lease) == options.Holder && ProcessOf(lease) == options.Process;

    /// <summary>Null while somebody holds the lock; otherwise why that is over, empty when there is nothing to explain.</summary>
    private static string? WhyFree(Resource lease, LockOptions options, DateTimeOffset now)
    {
        if (HolderOf(lease) is not { } holder || IsMine(lease, options)) return "";
        var process = ProcessOf(lease);
        if (process?.HasEnded() == true) return $"The lock of {holder} is left over: its process {process.Id} ran on this machine and has ended.";
        if (IsStale(lease, now)) return $"The lock of {holder} was stale: its last sign of life was at {lease.Text("spec", "renewTime")}.";
        // Jobs of one workflow run share a name; only one that tells no process is taken for ourselves.
        return holder == options.Holder && process is null ? "" : null;
    }

    private static long Transitions(Resource? lease) => lease?.Number("spec", "leaseTransitions") ?? 0;

    private static bool IsStale(Resource lease, DateTimeOffset now) =>
        lease.Text("spec", "renewTime") is not { } renewed ||
        DateTimeOffset.Parse(renewed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + TimeSpan.FromSeconds(lease.Number("spec", "leaseDurationSeconds") ?? 60) < now;

    private static DeployException Held(Resource lease, LockOptions options) =>
        new($"{HolderOf(lease)} holds the lock {lease.Id} since {lease.Text("spec", "acquireTime")} and is alive (last sign {lease.Text("spec", "renewTime")}).",
            $"Wait until that run has ended; if it has, delete the lease: kubectl delete lease -n {options.Namespace} {options.Name}.");
}
