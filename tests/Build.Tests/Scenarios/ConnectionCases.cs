using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Kube;
using LocalCloud.Kube.Documents;
using LocalCloud.Scenarios;
using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>
/// EnsureProfile, ConnectSdk and CheckPipelines in a Kubeflow for several users. A folder per case under Cases/Connections: what is
/// different in the cluster (<c>objects.yaml</c>), what is run (<c>tasks.txt</c>), and what the last run says.
/// </summary>
public sealed partial class ConnectionCases
{
    private static readonly CaseFolder Cases = new("Connections");

    private static readonly string[] Defined =
        ["authorizationpolicies.security.istio.io", "requestauthentications.security.istio.io", "envoyfilters.networking.istio.io", "poddefaults.kubeflow.org", "profiles.kubeflow.org"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static TheoryData<string> Names => [.. Cases.Names];

    [Theory, MemberData(nameof(Names))]
    public async Task Each_run_says_and_does_what_its_case_shows(string name)
    {
        await using var cloud = await StandingCloud.StartAsync(await ScenarioFile.LoadAsync(Cases.Path("cloud.yaml"), CancellationToken.None), File.ReadAllText(Cases.Path("settings.yaml")));
        await SettledAsync(cloud.Kubeflow);
        foreach (var file in Cases.Inputs(name).Where(file => file.EndsWith("objects.yaml", StringComparison.Ordinal)))
        {
            foreach (var document in File.ReadAllText(file).Split("---\n")) cloud.Kubeflow.Client.Upsert((JsonObject)YamlReading.Parse(Encoding.UTF8.GetBytes(document))!);
        }

        var gateway = $"{cloud.Server.GoogleAddress}gateway/{cloud.KubeflowKey.Project}/{cloud.KubeflowKey.Location}/{cloud.KubeflowKey.Name}";
        var (before, code, task) = (0L, 0, "");
        foreach (var line in Cases.Read(name, "tasks.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.True(code == 0, cloud.Said);
            before = cloud.Server.Requests.Last;
            var words = line.Replace("GATEWAY", gateway, StringComparison.Ordinal).Split(' ');
            if (words.Contains("--pipelines-identity=cookie")) cloud.Environment["KFT_PIPELINES_COOKIE"] = "session=expired";
            code = cloud.Run(words[0], words[1..]);
            task = words[0];
        }

        var told = new StringBuilder(Plain(cloud.Said[Math.Max(0, cloud.Said.IndexOf($"== {task}", StringComparison.Ordinal))..], gateway)).Append($"exit code {code}\nwrites:\n");
        foreach (var write in cloud.WritesSince(before).Order(StringComparer.Ordinal)) told.Append($"  {write}\n");
        Cases.Expect(name, told.ToString());
    }

    /// <summary>As in a cluster that has been there for long: every definition is served, every namespace has its account.</summary>
    internal static async Task SettledAsync(KubeCluster cluster)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var client = cluster.Client;
        while (!Defined.All(client.Serves) || client.Get("serviceaccounts", "kube-public", "default") is null) await Task.Delay(Pause, TimeProvider.System, patience.Token);
    }

    // What is another at every run: names of Pods, addresses, times, and the time table at the end.
    private static string Plain(string said, string gateway)
    {
        var text = said.Replace(gateway, "GATEWAY", StringComparison.Ordinal).Replace(new Uri(gateway).Authority, "GATEWAY-HOST", StringComparison.Ordinal);
        text = Pod().Replace(text, "$1-*");
        text = Wait().Replace(text, "");
        text = Took().Replace(text, "");
        text = Table().Replace(text, "");
        text = Rule().Replace(text, "----");
        // Objects that do not need each other come in any order.
        return Created().Replace(Blanks().Replace(text, "  "), run => string.Concat(run.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(line => $"{line}\n")));
    }

    [GeneratedRegex("(Pod kubeflow/ml-pipeline)-[a-z0-9]+-[a-z0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Pod();

    // Whether something has to be awaited depends on how fast the cluster was.
    [GeneratedRegex(@"^  Waiting for .*\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Wait();

    [GeneratedRegex(@" in \d+\.\d s| after \d+(\.\d+)? s", RegexOptions.None, 1000)]
    private static partial Regex Took();

    [GeneratedRegex(@"^Tasks\n(?:.+\n)*?(?=error|\S*: error|\z|Nothing)", RegexOptions.Multiline, 1000)]
    private static partial Regex Table();

    [GeneratedRegex(@"(?:^  \S+ \S+ created\n)+", RegexOptions.Multiline, 1000)]
    private static partial Regex Created();

    [GeneratedRegex("-{5,}", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    // Columns are as wide as their widest cell, which may hold one of the above.
    [GeneratedRegex(" {3,}", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
