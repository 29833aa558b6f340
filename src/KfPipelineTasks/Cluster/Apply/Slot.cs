namespace KfPipelineTasks.Cluster.Apply;

/// <summary>One object's place among those being sent. Given back while it only waits, so that what it waits for can go on.</summary>
internal sealed class Slot(PrioritySlots slots, int urgency)
{
    public Task EnterAsync(CancellationToken cancellation) => slots.EnterAsync(urgency, cancellation);

    public void Leave() => slots.Leave();

    /// <summary>Does something that takes long without the place.</summary>
    public async Task OutsideAsync(Func<Task> wait)
    {
        Leave();
        try
        {
            await wait();
        }
        finally
        {
            // Not cancelled: whoever holds a place gives it back.
            await EnterAsync(CancellationToken.None);
        }
    }
}
