using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Waiting;

/// <summary>
/// How long something that keeps failing is still awaited. What fails is tried again by the cluster, and may succeed once what it needs is
/// there; so its time is counted from the last moment at which anything else moved, and the pause until its next try comes on top.
/// </summary>
/// <param name="limit">How long, besides that pause.</param>
internal sealed class Patience(TimeProvider time, TimeSpan limit)
{
    private long? _since;
    private TimeSpan? _spent;

    /// <summary>Takes in the latest verdict.</summary>
    /// <param name="moved">Timestamp at which something else last moved.</param>
    /// <returns>For how long it has failed, when that is too long; otherwise null.</returns>
    public TimeSpan? SpentOn(Verdict? verdict, long moved)
    {
        if (verdict?.RetriedAfter is not { } pause)
        {
            (_since, _spent) = (null, null);
            return null;
        }

        _since = Math.Max(_since ?? time.GetTimestamp(), moved);
        var failing = time.GetElapsedTime(_since.Value);
        // What is said about it stays the same, however long others are awaited.
        return pause == Timeout.InfiniteTimeSpan || failing < limit + pause ? null : _spent ??= failing;
    }

    /// <summary>The end of a sentence about what was given up.</summary>
    public static string Words(TimeSpan failing) => $"this has lasted for {failing:m\\:ss} min, and nothing else moves";
}
