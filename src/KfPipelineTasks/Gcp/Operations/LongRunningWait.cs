using KfPipelineTasks.Gcp.Door;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Operations;

/// <summary>Waits for google.longrunning operations.</summary>
internal static class LongRunningWait
{
    /// <exception cref="GcpException">It ended in an error.</exception>
    /// <exception cref="NotReadyInTimeException">It takes longer than <paramref name="deadline"/>.</exception>
    public static async Task<LongRunning> AwaitAsync(GcpDoor door, GcpApi api, LongRunning operation, string subject, string act, TimeSpan deadline, IOutput output, CancellationToken cancellation)
    {
        using var wait = new Waiting(door.Time, output, $"{subject}: {act}", deadline);
        while (operation.Done != true)
        {
            await wait.PauseAsync(door.Options.PollInterval, [$"operation {operation.Name} is going on"], cancellation);
            operation = await door.SendAsync(new GcpRequest(api, HttpMethod.Get, $"v1/{operation.Name}", subject, $"look at the operation ({act})"), GcpJson.Default.LongRunning, cancellation);
        }

        return operation.Error is { } error
            ? throw new GcpException(error.Code == 8 ? GcpErrorKind.Quota : GcpErrorKind.Other, subject, act, error.Message ?? $"error {error.Code}", "Remove the cause and run again.") { Operation = operation.Name }
            : operation;
    }
}
