using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Tests.Manifests.Rendering;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task A_program_that_never_ends_is_stopped_and_named()
    {
        if (OperatingSystem.IsWindows()) return;
        var stopped = await Assert.ThrowsAsync<DeployException>(() => ChildProcess.RunAsync("/bin/sh", ["-c", "while :; do sleep 1; done"], new Dictionary<string, string>(), CancellationToken.None, TimeSpan.FromMilliseconds(50)));
        Assert.StartsWith("/bin/sh -c while", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("was stopped", stopped.Message, StringComparison.Ordinal);
    }
}
