namespace LocalCloud.Record;

/// <summary>The requests all servers received, newest last. The oldest are forgotten when there are very many.</summary>
public sealed class RequestLog(int capacity = 20_000)
{
    /// <summary>Characters of a body that are kept.</summary>
    public const int LongestBody = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private long _last;

    /// <summary>Everything that is remembered, in the order in which the answers were finished.</summary>
    public IReadOnlyList<RecordedRequest> All
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    /// <summary>Number of the newest request; with it a test can ask for what came later.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Forgets everything; numbers go on counting.</summary>
    public void Clear()
    {
        lock (_gate) _requests.Clear();
    }

    internal void Add(Func<long, RecordedRequest> make)
    {
        lock (_gate)
        {
            _requests.Enqueue(make(++_last));
            if (_requests.Count > capacity) _requests.Dequeue();
        }
    }
}
