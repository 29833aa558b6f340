using System.Diagnostics;
using System.Text;
using KfPipelineTasks.Build;

namespace Build.Tests.Scenarios;

/// <summary>A run of the program in a process of its own: it can be killed and halted as the system does it, and nothing is tidied up then.</summary>
internal sealed class ChildRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ChildRun(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has written so far.</summary>
    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    public static ChildRun Start(StandingCloud cloud, params IReadOnlyList<string> words) => Start(cloud.Folder, cloud.Environment, words);

    public static ChildRun Start(string folder, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KfProgram).Assembly.Location, .. words]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var run = new ChildRun(Process.Start(start)!);
        run._process.OutputDataReceived += (_, line) => run.Hear(line.Data);
        run._process.ErrorDataReceived += (_, line) => run.Hear(line.Data);
        run._process.BeginOutputReadLine();
        run._process.BeginErrorReadLine();
        return run;
    }

    /// <summary>Waits until something is so, or the run has ended.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        while (!isSo() && !HasExited) await Task.Delay(Pause, TimeProvider.System, deadline.Token);
    }

    /// <summary>Halts it, or lets it go on: it keeps everything it has and does nothing.</summary>
    /// <param name="signal"><c>STOP</c> or <c>CONT</c>.</param>
    public void Signal(string signal)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends it as a machine that goes away does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await ExitAsync();
    }

    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said) _said.Append(line).Append('\n');
    }
}
