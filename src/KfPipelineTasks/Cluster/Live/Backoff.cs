namespace KfPipelineTasks.Cluster.Live;

/// <summary>Pauses between two looks at a condition: short at first, longer while nothing happens.</summary>
internal sealed class Backoff
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _first;
    private readonly TimeSpan _most;
    private TimeSpan _next;

    public Backoff(TimeProvider time, TimeSpan first, TimeSpan most) => (_time, _first, _most, _next) = (time, first, most, first);

    public void Reset() => _next = _first;

    /// <returns>False when cancelled.</returns>
    public async Task<bool> PauseAsync(CancellationToken cancellation)
    {
        await Task.Delay(_next, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _next = TimeSpan.FromTicks(Math.Min(_most.Ticks, _next.Ticks * 3 / 2));
        return !cancellation.IsCancellationRequested;
    }
}
