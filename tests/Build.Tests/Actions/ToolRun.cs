using System.Diagnostics;

namespace Build.Tests.Actions;

/// <summary>What a tool said, and its exit code.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Output">Both streams.</param>
internal sealed record ToolRun(int Code, string Output)
{
    /// <summary>Runs a tool to its end, with no environment but the one that is given and the way to other tools.</summary>
    /// <param name="folder">Working directory.</param>
    /// <param name="environment">Variables on top of PATH and HOME.</param>
    /// <param name="words">The tool and its arguments.</param>
    public static async Task<ToolRun> Of(string folder, IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        using var process = Start(folder, environment, words);
        return await EndOf(process);
    }

    /// <summary>As <see cref="Of"/>, for somebody who has something to do with it meanwhile.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        var start = new ProcessStartInfo(words[0]) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in words[1..]) start.ArgumentList.Add(word);
        start.Environment.Clear();
        foreach (var name in new[] { "PATH", "HOME" }) start.Environment[name] = Environment.GetEnvironmentVariable(name);
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public static async Task<ToolRun> EndOf(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new ToolRun(process.ExitCode, await output + await error);
    }
}
