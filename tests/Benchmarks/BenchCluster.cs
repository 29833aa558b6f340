using System.Diagnostics;

namespace KfPipelineTasks.Benchmarks;

/// <summary>A cluster for one measurement: an empty one of LocalCloud in a process of its own, or the one a kubeconfig names.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly Process? _server;
    private readonly string? _folder;

    private BenchCluster(string kubeconfig, Process? server, string? folder) => (Kubeconfig, _server, _folder) = (kubeconfig, server, folder);

    public string Kubeconfig { get; }

    /// <summary>Starts an empty cluster; with <c>KFT_BENCHMARK_KUBECONFIG</c> set, empties that one of the objects of <paramref name="file"/>.</summary>
    public static async Task<BenchCluster> StartAsync(string file)
    {
        if (Environment.GetEnvironmentVariable(ApplyOnce.KubeconfigVariable) is { Length: > 0 } given)
        {
            await Command.RunAsync("kubectl", given, ["delete", "--ignore-not-found", "--wait", "-f", file]);
            return new BenchCluster(given, null, null);
        }

        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var word in new[] { typeof(LocalCloud.Host.LocalCloudServer).Assembly.Location, "--port=0", "--no-controllers", "--cluster=bench/local/kf", $"--env={folder}" }) start.ArgumentList.Add(word);
        var server = Process.Start(start)!;
        var clusters = Path.Combine(folder, "clusters");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!File.Exists(clusters)) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
        return new BenchCluster(clusters, server, folder);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}
