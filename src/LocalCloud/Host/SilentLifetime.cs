using Microsoft.Extensions.Hosting;

namespace LocalCloud.Host;

/// <summary>Leaves signals and the console alone: the program that hosts the server decides when it ends.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
