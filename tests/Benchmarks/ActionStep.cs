using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using LocalCloud.Host;
using LocalCloud.Kube;
using TestKit;

namespace KfPipelineTasks.Benchmarks;

/// <summary>A step of a workflow that has nothing to do, from its start in the harness to its end, and the first one of a job that loads the program.</summary>
internal sealed class ActionStep : IBenchmark
{
    private const int Steps = 15;
    private const string Asset = "kf-pipeline-tasks-linux-x64.tar.gz";
    private static readonly ClusterKey Key = new("demo", "us-central1", "kf");
    private static readonly string Artifacts = Path.Combine(SharedData.Repository, "artifacts");
    private static readonly string Harness = Path.Combine(SharedData.Repository, "tools", "gha-harness");

    public string Name => "action-step";

    public string Description => $"Apply with nothing to do as a step of a workflow in the harness, {Steps} steps; needs the archives of --target=Pack";

    public async Task RunAsync(TextWriter output)
    {
        if (!File.Exists(Path.Combine(Artifacts, Asset)) || !Directory.Exists(Harness))
        {
            await output.WriteLineAsync("Run --target=Pack and .ci/tools.sh first: the archives and the harness are measured.");
            return;
        }

        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions());
        await cloud.Clusters.StartAsync(Key, CancellationToken.None);
        var folder = Directory.CreateTempSubdirectory("kft-step-");
        try
        {
            await PrepareAsync(folder.FullName, cloud.Clusters.KubeconfigOf(Key)!);
            await output.WriteLineAsync("| step | median | fastest |\n|---|---:|---:|");
            using var mirror = new HttpListener();
            var loaded = await TimesAsync(folder.FullName, $"KF_TASKS_MIRROR={Serve(mirror)}");
            await RowAsync(output, "linux-x64, first of a job: load from loopback, verify, unpack, apply", loaded[..1]);
            await RowAsync(output, "linux-x64, later ones with nothing to do", loaded[1..]);
            await RowAsync(output, "portable, with nothing to do", (await TimesAsync(folder.FullName, $"KF_TASKS_HOME={Path.Combine(Artifacts, "kf-pipeline-tasks-portable")}"))[1..]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task RowAsync(TextWriter output, string what, double[] times) =>
        output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {what} | {times.Order().ElementAt(times.Length / 2):0.00} s | {times.Min():0.00} s |"));

    private static async Task PrepareAsync(string folder, string kubeconfig)
    {
        await WriteAsync(folder, "kubeconfig", kubeconfig);
        await WriteAsync(folder, "user/kubeflow.yaml", $"variant: existing-cluster\ncluster:\n  name: kf\n  kubeconfig: {Path.Combine(folder, "kubeconfig")}\npackage:\n  path: package\n");
        await WriteAsync(folder, "user/package/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n  namespace: default\ndata:\n  greeting: hello\n");
        foreach (var file in new[] { "_lib/run.sh", "apply/action.yml" }) await WriteAsync(folder, $"actions/actions/{file}", await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "actions", file)));
        var sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Artifacts, Asset))));
        await WriteAsync(folder, "actions/actions/_lib/release.sha256", $"# version 0.0.1\n{sum}  {Asset}\n");
        // The time between two looks at the clock is a step, with all that the runner does around it.
        var step = $"      - uses: acme/kf/actions/apply@v1\n      - run: {Stamp}\n";
        await WriteAsync(folder, "user/.github/workflows/workflow.yml",
            $"on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: {Stamp}\n{string.Concat(Enumerable.Repeat(step, Steps + 1))}");
    }

    private const string Stamp = "date +%s%N >> \"$TIMES\"";

    private static async Task WriteAsync(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
    }

    private static string Serve(HttpListener mirror)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        mirror.Prefixes.Add(address);
        mirror.Start();
        mirror.BeginGetContext(Answer, mirror);
        return address;
    }

    private static void Answer(IAsyncResult request)
    {
        var response = ((HttpListener)request.AsyncState!).EndGetContext(request).Response;
        var content = File.ReadAllBytes(Path.Combine(Artifacts, Asset));
        response.ContentLength64 = content.Length;
        response.Close(content, willBlock: true);
    }

    /// <returns>Seconds of each step.</returns>
    private static async Task<double[]> TimesAsync(string folder, string source)
    {
        var times = Path.Combine(folder, $"times-{Guid.NewGuid():N}");
        var work = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;
        string[] words =
        [
            "--import", "./jsonhook.mjs", "ghrun.mjs", "--repo", Path.Combine(folder, "user"), "--workflow", ".github/workflows/workflow.yml", "--map", $"acme/kf={Path.Combine(folder, "actions")}",
            "--env", source, "--env", $"TIMES={times}", "--work", work, "--quiet",
        ];
        using var process = Process.Start(new ProcessStartInfo("node", words) { WorkingDirectory = Harness, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The workflow failed: {string.Concat(said)}");
        var stamps = (await File.ReadAllLinesAsync(times)).Select(line => long.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        return [.. stamps.Zip(stamps.Skip(1), (before, after) => (after - before) / 1e9)];
    }
}
