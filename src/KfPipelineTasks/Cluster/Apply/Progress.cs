using System.Collections.Concurrent;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>What is awaited right now, said again and again while nothing else is.</summary>
internal sealed class Progress : IAsyncDisposable
{
    private readonly ConcurrentDictionary<object, string> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly IOutput _output;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _deadline;
    private readonly Task _talking;

    public Progress(string what, IOutput output, TimeProvider time, TimeSpan reminder, TimeSpan deadline)
    {
        (_output, _time, _deadline, _started) = (output, time, deadline, time.GetTimestamp());
        _talking = TalkAsync(what, reminder);
    }

    /// <summary>Says that something is awaited, until the answer is disposed.</summary>
    public IDisposable Await(string what)
    {
        var key = new object();
        _open[key] = what;
        return new AtEnd(() => _open.TryRemove(key, out _));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _talking;
        _end.Dispose();
    }

    private async Task TalkAsync(string what, TimeSpan reminder)
    {
        using var timer = new PeriodicTimer(reminder, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                var left = _open.Values.Distinct().Order(StringComparer.Ordinal).ToList();
                if (left.Count > 0) _output.Write(new OutputEvent.Awaiting(what, _time.GetElapsedTime(_started), _deadline, left));
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The end of the wait.
        }
    }
}
