using System.Collections.Concurrent;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>What is awaited right now, said again and again while nothing else is. What is over within a breath is not worth a word.</summary>
internal sealed class Progress : IAsyncDisposable
{
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<object, (string What, TimeSpan End)> _open = new();
    private readonly PeriodicTimer _looks;
    private readonly IOutput _output;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _deadline;
    private readonly Task _talking;

    /// <param name="what">What is awaited as a whole.</param>
    /// <param name="reminder">How often to say what is left.</param>
    /// <param name="deadline">For how long from now, where single waits have no deadline of their own.</param>
    public Progress(string what, IOutput output, TimeProvider time, TimeSpan reminder, TimeSpan deadline = default)
    {
        (_output, _time, _deadline, _started) = (output, time, deadline, time.GetTimestamp());
        _looks = new PeriodicTimer(reminder < Breath ? reminder : Breath, time);
        _talking = TalkAsync(what, reminder);
    }

    /// <summary>Says that something is awaited, until the answer is disposed.</summary>
    /// <param name="what">What, and why it is not there yet.</param>
    /// <param name="left">How long it will be awaited, at most; null: until the deadline of the whole.</param>
    public IDisposable Await(string what, TimeSpan? left = null)
    {
        var key = new object();
        _open[key] = (what, left is { } own ? _time.GetElapsedTime(_started) + own : _deadline);
        return new AtEnd(() => _open.TryRemove(key, out _));
    }

    public async ValueTask DisposeAsync()
    {
        // Ends the waiting for the next look without an exception, which a run of half a second would feel.
        _looks.Dispose();
        await _talking;
    }

    private async Task TalkAsync(string what, TimeSpan reminder)
    {
        TimeSpan? said = null;
        while (await _looks.WaitForNextTickAsync())
        {
            var now = _time.GetElapsedTime(_started);
            var open = _open.Values.ToList();
            if (open.Count == 0 || now - said < reminder) continue;
            said = now;
            _output.Write(new OutputEvent.Awaiting(what, now, open.Max(o => o.End), open.Select(o => o.What).Distinct().Order(StringComparer.Ordinal).ToList()));
        }
    }
}
