using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Deployment.Connections;

/// <summary>Looks again while waiting can help, until the deadline of the settings.</summary>
internal static class PatientLook
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);

    /// <returns>The first verdict that is not Waiting, or the last one before the deadline.</returns>
    /// <param name="what">What is awaited, for people.</param>
    /// <param name="look">One look.</param>
    /// <param name="context">The run: its deadline, clock and output.</param>
    public static async Task<Verdict> Async(string what, Func<Task<Verdict>> look, DeployContext context)
    {
        var (started, deadline, pause) = (context.Time.GetTimestamp(), context.Settings.Timeouts.Ready, First);
        var told = TimeSpan.MinValue;
        while (true)
        {
            var verdict = await look();
            var elapsed = context.Time.GetElapsedTime(started);
            if (verdict.State != State.Waiting || elapsed + pause > deadline) return verdict;
            if (told == TimeSpan.MinValue || elapsed - told >= Reminder)
            {
                context.Output.Write(new OutputEvent.Awaiting(what, elapsed, deadline, [verdict.Because]));
                told = elapsed;
            }

            await Task.Delay(pause, context.Time, context.Stop);
            pause = TimeSpan.FromTicks(Math.Min(Most.Ticks, pause.Ticks * 3 / 2));
        }
    }
}
