using System.Collections.Concurrent;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>What is awaited right now, said again and again while nothing else is.</summary>
internal sealed class Progress : IAsyncDisposable
{
    private readonly ConcurrentDictionary<object, string> _open = new();
    private readonly PeriodicTimer _reminders;
    private readonly IOutput _output;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _deadline;
    private readonly Task _talking;

    public Progress(string what, IOutput output, TimeProvider time, TimeSpan reminder, TimeSpan deadline)
    {
        (_output, _time, _deadline, _started) = (output, time, deadline, time.GetTimestamp());
        _reminders = new PeriodicTimer(reminder, time);
        _talking = TalkAsync(what);
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
        // Ends the waiting for the next reminder without an exception, which a run of half a second would feel.
        _reminders.Dispose();
        await _talking;
    }

    private async Task TalkAsync(string what)
    {
        while (await _reminders.WaitForNextTickAsync())
        {
            var left = _open.Values.Distinct().Order(StringComparer.Ordinal).ToList();
            if (left.Count > 0) _output.Write(new OutputEvent.Awaiting(what, _time.GetElapsedTime(_started), _deadline, left));
        }
    }
}
