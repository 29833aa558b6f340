using System.Diagnostics;
using System.Globalization;

namespace KfPipelineTasks.Benchmarks;

/// <summary>Runs another program and measures it: seconds by the clock, seconds of processor time, exit code.</summary>
internal static class Command
{
    public static async Task<(double Wall, double Processor, int Code)> RunAsync(string program, string kubeconfig, IEnumerable<string> words)
    {
        // The shell's own "time" knows what a child used up, the runtime does not.
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in new[] { "-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null 2>/dev/null", "bash", program }.Concat(words)) start.ArgumentList.Add(word);
        start.Environment["KUBECONFIG"] = kubeconfig;
        // The program refuses variables of its own kind that it does not know.
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith("KFT_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(own);
        using var child = Process.Start(start)!;
        var said = await child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        var figures = said.Trim().Split('\n')[^1].Split(' ').Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return (figures[0], figures[1] + figures[2], child.ExitCode);
    }
}
