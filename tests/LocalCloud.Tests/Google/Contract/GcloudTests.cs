using System.Diagnostics;
using LocalCloud.Google;
using LocalCloud.Google.Iam;
using LocalCloud.Host;
using LocalCloud.Scenarios;
using TestKit;

namespace LocalCloud.Tests.Google.Contract;

/// <summary>The real gcloud against this cloud: no account, no network, its own configuration in a folder that is deleted.</summary>
public sealed class GcloudTests
{
    private const string Cloud = """
        durations: {like: none}
        projects:
          - id: kfp-proj
            number: "123456789012"
            services: [container, iam, iamcredentials, compute, iap, cloudresourcemanager, krmapihosting, sqladmin, servicemanagement]
            policy: [{role: roles/owner, members: ["user:owner@example.com"]}]
            serviceAccounts: [{id: kfp-node}]
            clusters: [{name: auto, location: us-central1, autopilot: true}]
            backendServices: [{name: k8s1-abc, health: [HEALTHY]}]
        """;

    private static readonly Dictionary<string, string> Overrides = new()
    {
        ["CONTAINER"] = "container", ["IAM"] = "iam", ["CLOUDRESOURCEMANAGER"] = "crm", ["SERVICEUSAGE"] = "su", ["IAP"] = "iap", ["KRMAPIHOSTING"] = "krm",
        ["IAMCREDENTIALS"] = "iamcredentials", ["SERVICEMANAGEMENT"] = "servicemanagement", ["SQL"] = "sqladmin", ["COMPUTE"] = "compute/compute/v1", ["STORAGE"] = "storage/storage/v1",
    };

    private static readonly CaseFolder Stories = new("Gcloud");

    [ToolFact("gcloud")]
    public async Task The_real_gcloud_gets_along_with_every_command()
    {
        var told = await Task.WhenAll(Stories.Names.Select(RunAsync));
        Assert.Equal("", string.Join('\n', told.SelectMany(problems => problems)));
    }

    [ToolFact("gcloud", "kubectl", "gke-gcloud-auth-plugin")]
    public async Task Credentials_that_gcloud_writes_open_the_cluster_with_the_rights_of_the_policy()
    {
        const string zonal = "projects: [{id: kfp-proj, services: [container], policy: [{role: roles/owner, members: ['user:owner@example.com']}], clusters: [{name: kf, location: us-central1-a}]}]";
        await using var cloud = await LocalCloudServer.StartAsync(new LocalCloudOptions { Scenario = ScenarioFile.Parse("chain", zonal) });
        var folder = Directory.CreateTempSubdirectory("gcloud").FullName;
        try
        {
            var address = cloud.GoogleAddress.ToString().TrimEnd('/');
            await File.WriteAllTextAsync(Path.Combine(folder, "token"), GoogleOptions.RehearsalToken);
            Assert.Equal(0, (await RunAsync("gcloud", address, folder, "container clusters get-credentials kf --zone us-central1-a")).Code);
            var nodes = await RunAsync("kubectl", address, folder, "get nodes -l cloud.google.com/gke-nodepool=default-pool -o name");
            Assert.True(nodes.Said.Split("node/gke-kf-default-pool-").Length == 4, nodes.Said);

            cloud.Google.Policies.Set("projects/kfp-proj", [new Binding("roles/container.viewer", [GoogleOptions.RehearsalMember])], etag: null);
            Assert.Contains("node/gke-kf-default-pool-", (await RunAsync("kubectl", address, folder, "get nodes -o name")).Said, StringComparison.Ordinal);
            Assert.StartsWith("yes", (await RunAsync("kubectl", address, folder, "auth can-i list pods")).Said, StringComparison.Ordinal);
            Assert.StartsWith("no", (await RunAsync("kubectl", address, folder, "auth can-i create deployments")).Said, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> RunAsync(string story)
    {
        await using var server = await GoogleServer.StartAsync(scenario: ScenarioFile.Parse("gcloud", Cloud), time: TimeProvider.System);
        var folder = Directory.CreateTempSubdirectory("gcloud").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "token"), GoogleOptions.RehearsalToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "openapi.yaml"), "{swagger: '2.0', info: {title: KF, version: '1'}, host: kf.endpoints.kfp-proj.cloud.goog, paths: {}}");
            var problems = new List<string>();
            foreach (var block in Stories.Read(story, "commands.txt").Split("\n\n")) problems.AddRange(await CheckAsync(server, folder, block.Split('\n')));
            return problems;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IEnumerable<string>> CheckAsync(GoogleServer server, string folder, string[] block)
    {
        var command = block.Single(line => line.StartsWith("$ ", StringComparison.Ordinal))[2..];
        var mustFail = block.Any(line => line.StartsWith("! ", StringComparison.Ordinal));
        var (code, said) = await RunAsync("gcloud", server.Address, folder, command);
        var missing = block.Where(line => line.StartsWith("~ ", StringComparison.Ordinal) || line.StartsWith("! ", StringComparison.Ordinal)).Where(line => !said.Contains(line[2..], StringComparison.Ordinal)).ToList();
        return missing.Count == 0 && (code == 0) != mustFail ? [] : [$"gcloud {command}\n  exit code {code}, missing: {string.Join(" | ", missing)}\n{said}"];
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, string address, string folder, string command)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        SetEnvironment(start.Environment, address, folder);
        var words = command.Split(' ').ToList();
        if (words.IndexOf("--credential-of") is >= 0 and var at)
        {
            start.Environment["CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE"] = Path.Combine(folder, words[at + 1]);
            start.Environment.Remove("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE");
            words.RemoveRange(at, 2);
        }

        words.ForEach(start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static void SetEnvironment(IDictionary<string, string?> environment, string address, string folder)
    {
        foreach (var (api, prefix) in Overrides) environment[$"CLOUDSDK_API_ENDPOINT_OVERRIDES_{api}"] = $"{address}/{prefix}/";
        environment["CLOUDSDK_CONFIG"] = folder;
        environment["CLOUDSDK_CORE_PROJECT"] = GoogleServer.Project;
        environment["CLOUDSDK_CORE_DISABLE_PROMPTS"] = "1";
        environment["CLOUDSDK_CORE_DISABLE_USAGE_REPORTING"] = "1";
        environment["CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK"] = "1";
        environment["CLOUDSDK_CORE_CHECK_GCE_METADATA"] = "false";
        environment["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"] = Path.Combine(folder, "token");
        environment["CLOUDSDK_AUTH_TOKEN_HOST"] = $"{address}/oauth/token";
        environment["KUBECONFIG"] = Path.Combine(folder, "kubeconfig");
        environment["HTTPS_PROXY"] = "http://127.0.0.1:9";
        environment["NO_PROXY"] = "127.0.0.1,localhost";
    }
}
