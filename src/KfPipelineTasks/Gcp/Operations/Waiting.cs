using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Operations;

/// <summary>A wait with a deadline that says what it waits for, at least every half minute.</summary>
/// <param name="what">What is awaited.</param>
/// <param name="setting">The setting that gives more time.</param>
public sealed class Waiting(TimeProvider time, IOutput output, string what, TimeSpan deadline, string setting = "timeouts.operation") : IDisposable
{
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private readonly long _started = time.GetTimestamp();
    private long _said = time.GetTimestamp();
    private bool _spoke;
    private TimeSpan _pause = First;

    /// <summary>Pauses, or gives up. The pauses begin short and double, so that what is done at once is seen at once, and a cloud that takes minutes is asked seldom.</summary>
    /// <param name="most">The longest pause.</param>
    /// <param name="left">What is still missing.</param>
    /// <exception cref="NotReadyInTimeException">The deadline has passed.</exception>
    public async Task PauseAsync(TimeSpan most, IReadOnlyList<string> left, CancellationToken cancellation)
    {
        var elapsed = time.GetElapsedTime(_started);
        if (elapsed >= deadline)
            throw new NotReadyInTimeException($"{what}: not done within {deadline.TotalMinutes:0.#} min; {string.Join("; ", left)}.", $"It goes on in the cloud: run again to wait on, or give it more time ({setting}).");
        if (time.GetElapsedTime(_said) >= Reminder || !_spoke)
        {
            output.Write(new OutputEvent.Awaiting(what, elapsed, deadline, left));
            (_said, _spoke) = (time.GetTimestamp(), true);
        }

        if (_pause > most) _pause = most;
        await Task.Delay(_pause, time, cancellation);
        _pause *= 2;
    }

    public void Dispose()
    {
        if (_spoke) output.Detail($"{what}: {time.GetElapsedTime(_started).TotalSeconds:0} s.");
    }
}
