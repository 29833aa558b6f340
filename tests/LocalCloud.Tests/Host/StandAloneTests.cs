using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;
using LocalCloud.Tests.Kube;

namespace LocalCloud.Tests.Host;

/// <summary>The program itself, as a process.</summary>
public sealed partial class StandAloneTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("localcloud-");

    public void Dispose() => _folder.Delete(recursive: true);

    private Process Start(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LocalCloud.dll");
        var start = new ProcessStartInfo("dotnet", [program, "--port=0", $"--env={Path.Combine(_folder.FullName, "env")}", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = _folder.FullName,
        };
        return Process.Start(start)!;
    }

    private static async Task<string> ReadyAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        var said = "";
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            said += line + "\n";
            if (line.StartsWith("Ready.", StringComparison.Ordinal)) return said;
        }
        throw new InvalidOperationException($"It ended: {said}{await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    private HttpClient Client()
    {
        var config = YamlReading.Parse(File.ReadAllBytes(Path.Combine(_folder.FullName, "env", "clusters")))!;
        var cluster = config["clusters"]![0]!["cluster"]!;
        var authority = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Json.Text(cluster, "certificate-authority-data")!));
        var client = KubeFixture.NewClient(new ClusterEndpoint(new Uri(Json.Text(cluster, "server")!).Authority, authority));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Json.Text(config["users"]![0], "user", "token"));
        return client;
    }

    [Fact]
    public async Task No_acknowledged_write_is_lost_when_it_is_killed()
    {
        var acknowledged = new List<string>();
        using (var process = Start("--state=state", "--cluster=p/l/c", "--no-controllers"))
        {
            await ReadyAsync(process);
            using var client = Client();
            await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => WriteUntilKilledAsync(client, worker, acknowledged, process)));
            await process.WaitForExitAsync();
        }
        using var again = Start("--state=state", "--no-controllers");
        await ReadyAsync(again);
        using var reader = Client();
        var list = JsonReading.ParseObject(await reader.GetByteArrayAsync("/api/v1/namespaces/default/configmaps"));
        var found = Json.Maps(list, "items").Select(item => $"{Json.Text(item, "metadata", "name")} {Json.Text(item, "metadata", "uid")} {Json.Text(item, "metadata", "resourceVersion")}").ToHashSet(StringComparer.Ordinal);
        again.Kill();
        Assert.True(acknowledged.Count >= 40, $"only {acknowledged.Count} writes were acknowledged");
        Assert.DoesNotContain(acknowledged, one => !found.Contains(one));
    }

    private static async Task WriteUntilKilledAsync(HttpClient client, int worker, List<string> acknowledged, Process process)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                using var body = new StringContent($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"w{{{worker}}}-{{{i}}}"} }""", new MediaTypeHeaderValue("application/json"));
                using var response = await client.PostAsync(new Uri("/api/v1/namespaces/default/configmaps", UriKind.Relative), body);
                var made = JsonReading.ParseObject(await response.Content.ReadAsByteArrayAsync());
                if (!response.IsSuccessStatusCode) throw new InvalidOperationException(Json.ToText(made));
                lock (acknowledged)
                {
                    acknowledged.Add($"{Json.Text(made, "metadata", "name")} {Json.Text(made, "metadata", "uid")} {Json.Text(made, "metadata", "resourceVersion")}");
                    if (acknowledged.Count == 50) process.Kill();
                }
            }
            catch (HttpRequestException)
            {
                // Killed in the middle of a request.
                return;
            }
        }
    }

    [Fact]
    public async Task It_tells_where_it_is_and_stops_on_a_signal()
    {
        using var process = Start();
        var said = await ReadyAsync(process);
        Assert.Matches("Google APIs   http://127\\.0\\.0\\.1:[0-9]+/", said);
        var env = await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "env", "env"));
        Assert.Contains("export CLOUDSDK_API_ENDPOINT_OVERRIDES_CONTAINER='http://127.0.0.1:", env, StringComparison.Ordinal);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var record = JsonNode.Parse(await client.GetStringAsync(new Uri(Address().Match(said).Groups["url"].Value)));
        Assert.NotNull(record!["requests"]);
        using var signal = Process.Start(new ProcessStartInfo("kill", ["-TERM", $"{process.Id}"]) { UseShellExecute = false })!;
        await process.WaitForExitAsync().WaitAsync(KubeFixture.Patience, TimeProvider.System);
        Assert.Equal(0, process.ExitCode);
    }

    [GeneratedRegex(@"Record +(?<url>\S+)")]
    private static partial Regex Address();

    [Fact]
    public async Task Wrong_options_end_it_with_2_and_an_explanation()
    {
        using var process = Start("--speed=fast");
        await process.WaitForExitAsync().WaitAsync(KubeFixture.Patience, TimeProvider.System);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("--speed=fast: expected a number greater than 0", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
