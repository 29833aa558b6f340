using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Rendering;

/// <summary>Runs another program to its end and reads what it writes. Words, never a command line: there is nothing to quote.</summary>
internal static class ChildProcess
{
    // What a program needs to find itself and its friends. Everything else stays out: kustomize fills lines of env files that have no
    // value from the environment, and what is rendered must follow from the package alone.
    private static readonly string[] Passed =
        ["HOME", "USER", "TMPDIR", "TMP", "TEMP", "LANG", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramFiles"];

    // Far longer than any package takes to render, and than a repository to fetch.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <param name="program">Full path.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="environment">Variables on top of those that lead to home and temporary folders; all others are left out.</param>
    /// <param name="limit">After which it is ended; null is ten minutes.</param>
    /// <exception cref="DeployException">The program cannot be started, or did not end.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program and everything it started are ended.</exception>
    public static async Task<ProcessResult> RunAsync(string program, IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation, TimeSpan? limit = null)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var word in words) start.ArgumentList.Add(word);
        foreach (var name in start.Environment.Keys.Except(Passed, StringComparer.OrdinalIgnoreCase).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Start(start);
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(limit ?? Longest, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(either.Token);
            return new ProcessResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (cancellation.IsCancellationRequested) throw;
            throw new DeployException($"{program} {string.Join(' ', words.Take(3))} did not end within {limit ?? Longest:c} and was stopped.", "Run it by itself to see what it waits for.");
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
