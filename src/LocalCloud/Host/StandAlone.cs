using System.Runtime.InteropServices;
using LocalCloud.Kube;

namespace LocalCloud.Host;

/// <summary>The stand-alone program.</summary>
internal static class StandAlone
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { StateFile = args.FirstOrDefault() }, stop.Token);
        var key = new ClusterKey("demo", "us-central1", "kf");
        await cloud.Clusters.StartAsync(key, stop.Token);
        await File.WriteAllTextAsync("/tmp/kube-lc.config", cloud.Clusters.KubeconfigOf(key), stop.Token);
        var done = new TaskCompletionSource();
        await using var registration = stop.Token.Register(done.SetResult);
        await done.Task;
        return 0;
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
