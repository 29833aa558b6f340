namespace KfPipelineTasks.Cluster.Apply;

/// <summary>So many at a time; of those who wait, the most urgent goes first.</summary>
internal sealed class PrioritySlots(int count)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, (int, int)> _waiting = new();
    private int _free = count;
    private int _number;

    public async Task EnterAsync(int urgency, CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn, (-urgency, _number++));
        }

        using var registration = cancellation.Register(() => turn.TrySetCanceled(cancellation));
        await turn.Task;
    }

    public void Leave()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var next, out _))
            {
                if (next.TrySetResult()) return;
            }

            _free++;
        }
    }
}
