using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>Runs another program to its end and reads what it writes. Words, never a command line: there is nothing to quote.</summary>
internal static class ChildProcess
{
    /// <exception cref="DeployException">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program and everything it started are ended.</exception>
    public static async Task<ProcessResult> RunAsync(string program, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var word in words) start.ArgumentList.Add(word);
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(cancellation);
            return new ProcessResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception refused)
        {
            throw new DeployException($"{start.FileName} cannot be started: {refused.Message}", cause: refused);
        }
    }
}
