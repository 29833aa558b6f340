using System.Diagnostics;
using System.Globalization;
using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Benchmarks;

/// <summary>Renders the components of the real package: kustomize alone, then through the renderer in processes of their own, with an empty and a full cache.</summary>
internal sealed class Render : IBenchmark
{
    private const string PackageVariable = "RENDER_BENCHMARK_PACKAGE";
    private const int Runs = 5;

    public string Name => "render";

    public string Description => $"Renders the components of the real package: kustomize alone, and with an empty and a full cache; medians of {Runs}.";

    public async Task RunAsync(TextWriter output)
    {
        if (Environment.GetEnvironmentVariable(PackageVariable) is { Length: > 0 } package)
        {
            await OnceAsync(package, output);
            return;
        }

        var folder = Directory.CreateTempSubdirectory("render-benchmark-");
        try
        {
            if (RealPackage.Unpack(folder.FullName) is { } real) await MeasureAsync(real, output);
            else await output.WriteLineAsync("The real package is not here.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task MeasureAsync(string package, TextWriter output)
    {
        var components = PackageList.Read(PackageList.FindList(package)!, new Problems());
        var folders = components.Select(component => component.Folder).Where(folder => File.Exists(Path.Combine(folder, "kustomization.yaml"))).ToList();
        var rows = new (string What, List<double> Seconds)[] { ("kustomize alone", []), ("first rendering", []), ("again, in another process", []), ("again, in the same process", []), ("one file per object, written", []), ("one file per object, unchanged", []) };
        // In turns, so that what else the machine does falls on all of them alike.
        for (var run = 0; run < Runs; run++)
        {
            rows[0].Seconds.Add(await BareAsync(folders));
            var cache = Directory.CreateTempSubdirectory("render-benchmark-cache-");
            try
            {
                var first = await ChildAsync(package, cache.FullName);
                var second = await ChildAsync(package, cache.FullName);
                double[] figures = [first[0], second[0], second[1], first[2], second[2]];
                for (var row = 0; row < figures.Length; row++) rows[row + 1].Seconds.Add(figures[row]);
            }
            finally
            {
                cache.Delete(recursive: true);
            }
        }

        await output.WriteLineAsync($"| {components.Count} components, {Environment.ProcessorCount} at a time | median | fastest | slowest |\n|---|---:|---:|---:|");
        foreach (var (what, seconds) in rows)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {what} | {seconds.Order().ElementAt(Runs / 2):0.00} s | {seconds.Min():0.00} s | {seconds.Max():0.00} s |"));
    }

    private static async Task<double> BareAsync(IReadOnlyList<string> folders)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(folders, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (folder, stop) =>
        {
            var start = new ProcessStartInfo("kubectl", ["kustomize", folder, "--load-restrictor", "LoadRestrictionsNone"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using var child = Process.Start(start)!;
            await Task.WhenAll(child.StandardOutput.ReadToEndAsync(stop), child.StandardError.ReadToEndAsync(stop));
            await child.WaitForExitAsync(stop);
        });
        return clock.Elapsed.TotalSeconds;
    }

    private async Task<double[]> ChildAsync(string package, string cache)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        // "dotnet run" starts the program itself; "dotnet Benchmarks.dll" starts dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(Render).Assembly.Location);
        start.ArgumentList.Add(Name);
        start.Environment[PackageVariable] = $"{package}|{cache}";
        // As build/Build.csproj sets it for the program.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = 1000.ToString("X", CultureInfo.InvariantCulture);
        using var child = Process.Start(start)!;
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return [.. said.Trim().Split('\n')[^1].Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }

    private static async Task OnceAsync(string packageAndCache, TextWriter output)
    {
        var (package, cache) = packageAndCache.Split('|') is [var first, var second] ? (first, second) : throw new InvalidOperationException(packageAndCache);
        var renderer = new Renderer(new RenderOptions { CacheFolder = Path.Combine(cache, "kept") });
        var clock = Stopwatch.StartNew();
        var rendered = await renderer.ReadAsync(package);
        var once = clock.Elapsed;
        await renderer.ReadAsync(package);
        var twice = clock.Elapsed - once;
        clock.Restart();
        await Hydrator.WriteAsync(rendered, Path.Combine(cache, "written"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{once.TotalSeconds} {twice.TotalSeconds} {clock.Elapsed.TotalSeconds}"));
    }
}
