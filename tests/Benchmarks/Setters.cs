using System.Diagnostics;
using System.Globalization;
using KfPipelineTasks.Manifests.Setters;

namespace KfPipelineTasks.Benchmarks;

/// <summary>Sets generated packages of three sizes and the real one, each run in a process of its own, so that start-up and memory count.</summary>
internal sealed class Setters : IBenchmark
{
    private const string PackageVariable = "KPTSET_BENCHMARK_PACKAGE";
    private const int ResourcesPerFile = 10;

    public string Name => "setters";

    public string Description => "Fills in the setters of generated packages (4 setters a resource, 10 resources a file) and of the real one.";

    public async Task RunAsync(TextWriter output)
    {
        if (Environment.GetEnvironmentVariable(PackageVariable) is { Length: > 0 } package)
        {
            await OnceAsync(package, output);
            return;
        }

        var folder = Directory.CreateTempSubdirectory("kptset-benchmark-");
        try
        {
            await output.WriteLineAsync("| package | files | run | plan and verify | write | CPU time of the process | peak memory | fields set | changed |");
            await output.WriteLineAsync("|---|---:|---|---:|---:|---:|---:|---:|---:|");
            foreach (var resources in new[] { 2_000, 20_000, 200_000 })
            {
                var path = Path.Combine(folder.FullName, $"{resources}");
                Generate(path, resources);
                await MeasureAsync(path, $"{resources:n0} resources", output);
                Directory.Delete(path, recursive: true);
            }

            if (RealPackage.Unpack(folder.FullName) is not { } real) return;
            await MeasureAsync(real, "kubeflow-distribution 1.8", output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(string package, string title, TextWriter output)
    {
        var files = Directory.GetFiles(package, "*", SearchOption.AllDirectories).Length;
        foreach (var run in new[] { "first", "second" })
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!, ["setters"]) { RedirectStandardOutput = true, UseShellExecute = false };
            start.Environment[PackageVariable] = package;
            using var process = Process.Start(start)!;
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"Setting {title} ended with {process.ExitCode}.");
            await output.WriteLineAsync($"| {title} | {files:n0} | {run} | {said.Trim().Split('\n')[^1]}");
        }
    }

    private static async Task OnceAsync(string package, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        var plan = await PackageSetters.PlanAsync(Request(package), CancellationToken.None);
        var planned = clock.Elapsed;
        await PackageWriter.WriteAsync(plan, CancellationToken.None);
        var written = clock.Elapsed - planned;
        using var self = Process.GetCurrentProcess();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{planned.TotalSeconds:0.00} s | {written.TotalSeconds:0.00} s | {self.TotalProcessorTime.TotalSeconds:0.00} s | {self.PeakWorkingSet64 / 1_000_000} MB | {plan.FieldsSet:n0} | {plan.FieldsChanged:n0} |"));
    }

    private static SetterRequest Request(string package)
    {
        if (DistributionLayout.Find(package) is not { } layout)
            return SetterRequest.For(package, SetterValues.Of("benchmark", ("name", "app"), ("namespace", "prod"), ("replicas", "5"), ("project", "p"), ("tag", "v9")));
        SetterValues Values(IEnumerable<string> names) => SetterValues.Of("benchmark", names.Select(name => (name, "value-of-" + name)));
        return new SetterRequest
        {
            Root = package,
            Scopes = layout.Scopes(Values(DistributionLayout.ManagementSetters), Values(DistributionLayout.KubeflowSetters), Values(DistributionLayout.KccSetters)),
        };
    }

    private static void Generate(string folder, int resources)
    {
        Directory.CreateDirectory(folder);
        for (var file = 0; file < resources / ResourcesPerFile; file++)
        {
            var documents = Enumerable.Range(file * ResourcesPerFile, ResourcesPerFile).Select(Deployment);
            File.WriteAllText(Path.Combine(folder, $"{file:00000}.yaml"), string.Join("---\n", documents));
        }
    }

    private static string Deployment(int number) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: old-{{number}} # kpt-set: ${name}-{{number}}
          namespace: default # kpt-set: ${namespace}
          labels:
            app: app-{{number}}
        spec:
          replicas: 3 # kpt-set: ${replicas}
          selector:
            matchLabels:
              app: app-{{number}}
          template:
            metadata:
              labels:
                app: app-{{number}}
            spec:
              containers:
              - name: main
                image: gcr.io/project/app:v1 # kpt-set: gcr.io/${project}/app:${tag}
                args: ["--port=8080", "--verbose"]
                ports:
                - containerPort: 8080
                resources:
                  limits:
                    cpu: "1"
                    memory: 256Mi

        """.ReplaceLineEndings("\n");
}
