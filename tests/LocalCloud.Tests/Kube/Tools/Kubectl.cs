using System.Diagnostics;

namespace LocalCloud.Tests.Kube.Tools;

/// <summary>Runs the real kubectl against a cluster.</summary>
internal sealed class Kubectl(KubeFixture kube) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubectl-");

    /// <summary>Runs it and expects success.</summary>
    public async Task<string> RunAsync(string arguments, string? input = null)
    {
        var (code, output, error) = await TryAsync(arguments, input);
        Assert.True(code == 0, $"kubectl {arguments}\n{output}{error}");
        return output;
    }

    public async Task<(int Code, string Output, string Error)> TryAsync(string arguments, string? input = null)
    {
        using var process = Start(arguments);
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120), TimeProvider.System);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts it and leaves it running.</summary>
    public Process Start(string arguments)
    {
        var config = Path.Combine(_folder.FullName, "config");
        if (!File.Exists(config)) File.WriteAllText(config, kube.Server.Clusters.KubeconfigOf(kube.Key));
        var start = new ProcessStartInfo("kubectl", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["KUBECONFIG"] = config;
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["KUBECTL_KUBERC"] = "false";
        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
