using System.Text;

namespace Build.Tests.Google;

/// <summary>A run that makes a key, in every form of output: neither the key nor the access token is anywhere that a reader of the run could look.</summary>
public sealed class CanaryTests
{
    private const string Scenario = """
        projects:
        - id: kfp-proj
          number: "123456789012"
          services: [serviceusage, cloudresourcemanager, iam, iamcredentials, container, compute, storage, logging, monitoring]
          policy: [{role: roles/owner, members: ["user:deployer@example.com"]}]
          clusters:
          - name: kubeflow
            location: us-central1-a
            nodePools: [{name: default-pool, machineType: n1-standard-2, nodes: 3}]
            objects:
            - |
              apiVersion: v1
              kind: Namespace
              metadata: {name: kubeflow}
        """;

    [Theory]
    [InlineData("text")]
    [InlineData("github")]
    [InlineData("json")]
    public async Task Neither_key_nor_token_is_in_output_report_or_file(string form)
    {
        await using var stage = await GoogleStage.StartAsync(Scenario);
        string[] words = ["--target=EnsurePipelinesSecret", "--project=kfp-proj", "--location=us-central1-a", "--cluster=kubeflow", "--variant=pipelines-standalone",
            "--admin-email=deployer@example.com", "--access-mode=secret", $"--output={form}", $"--report={Path.Combine(stage.Folder, "report")}", "--verbosity=diagnostic"];

        Assert.True(stage.Run(words) == 0, stage.Said);
        var said = stage.Said;
        Assert.True(stage.Run([.. words, "--rotate-after=1s"]) == 0, stage.Said);

        var stored = stage.Cloud.Clusters.Running.Single().Client.Get("secrets", "kubeflow", "user-gcp-sa")!["data"]!["user-gcp-sa.json"]!.GetValue<string>();
        var key = (string)System.Text.Json.Nodes.JsonNode.Parse(Convert.FromBase64String(stored))!["private_key"]!;
        var lines = key.Split('\n').Where(l => l.Length > 0 && !l.StartsWith("-----", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count > 10);
        var files = Directory.EnumerateFiles(stage.Folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "token").Select(f => Encoding.UTF8.GetString(File.ReadAllBytes(f)));
        // GitHub is told what to hide, and by no other line.
        var seen = string.Join('\n', [.. $"{said}\n{stage.Said}".Split('\n').Where(l => form != "github" || !l.StartsWith("::add-mask::", StringComparison.Ordinal)), .. files, System.Environment.CommandLine, .. stage.Requests.Where(r => r.Server == "google").Select(r => $"{r.Path}{r.Query}")]);
        Assert.All([.. lines, stored, stage.Token], canary => Assert.DoesNotContain(canary, seen, StringComparison.Ordinal));
    }
}
