using System.Runtime.InteropServices;

namespace KfPipelineTasks.Build;

/// <summary>Turns Ctrl-C and SIGTERM into one cancellation, so that what is being written is finished or left alone, never cut.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopSignal()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        // The second signal ends the process: whoever sends it has lost patience.
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
