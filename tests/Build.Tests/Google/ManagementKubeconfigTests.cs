using System.Diagnostics;
using Build.Tests.Scenarios;
using TestKit;

namespace Build.Tests.Google;

/// <summary>The kubeconfig that EnsureManagementCluster leaves: private, without a secret, and good for the real kubectl.</summary>
public sealed class ManagementKubeconfigTests
{
    [Fact]
    public async Task It_holds_no_secret_and_only_its_owner_can_read_it()
    {
        await using var cloud = await StandingCloud.StartAsync();
        var temp = Job(cloud);

        cloud.Succeed("EnsureManagementCluster");

        var file = Assert.Single(Directory.GetFiles(temp, "*", SearchOption.AllDirectories));
        Assert.Contains($"management-kubeconfig: {file}", cloud.Said, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("\"command\":\"gke-gcloud-auth-plugin\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(cloud.Environment["KFT_ACCESS_TOKEN"], text, StringComparison.Ordinal);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task A_plan_writes_none_and_neither_does_whoever_names_one()
    {
        await using var cloud = await StandingCloud.StartAsync();
        var temp = Job(cloud);

        cloud.Succeed("EnsureManagementCluster", "--plan");
        cloud.Succeed("EnsureManagementCluster", $"--management-kubeconfig={Path.Combine(temp, "own")}");

        Assert.Empty(Directory.GetFiles(temp, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Outside_of_a_job_it_is_kept_with_the_state_of_the_user_and_written_again()
    {
        await using var cloud = await StandingCloud.StartAsync();
        cloud.Environment["HOME"] = Path.Combine(cloud.Folder, "home");

        cloud.Succeed("EnsureManagementCluster");
        var file = Assert.Single(Directory.GetFiles(Path.Combine(cloud.Folder, "home"), "config", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(file, "broken");
        cloud.Succeed("EnsureManagementCluster");

        Assert.StartsWith("{", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_never_written_into_the_workspace()
    {
        await using var cloud = await StandingCloud.StartAsync();
        cloud.Environment["RUNNER_TEMP"] = Path.Combine(cloud.Folder, "checkout", "temp");
        cloud.Environment["GITHUB_WORKSPACE"] = Path.Combine(cloud.Folder, "checkout");

        Assert.NotEqual(0, cloud.Run("EnsureManagementCluster"));

        Assert.Contains("inside the workspace", cloud.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_never_writes_over_that_of_the_real_cluster()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        cloud.Environment["HOME"] = Path.Combine(cloud.Folder, "home");

        cloud.Succeed("EnsureManagementCluster");

        var file = Assert.Single(Directory.GetFiles(Path.Combine(cloud.Folder, "home"), "config", SearchOption.AllDirectories));
        Assert.StartsWith($"rehearsal_{StandingCloud.Project}_", Path.GetFileName(Path.GetDirectoryName(file)), StringComparison.Ordinal);
    }

    [ToolFact("kubectl", "gke-gcloud-auth-plugin", "gcloud")]
    public async Task Kubectl_reaches_the_cluster_with_the_plugin_of_gcloud()
    {
        await using var cloud = await StandingCloud.StartAsync();
        Job(cloud);
        cloud.Succeed("EnsureManagementCluster");
        var token = Path.Combine(cloud.Folder, "token");
        await File.WriteAllTextAsync(token, cloud.Environment["KFT_ACCESS_TOKEN"]);

        var said = await KubectlAsync(cloud, new() { ["CLOUDSDK_CONFIG"] = cloud.Folder, ["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"] = token, ["CLOUDSDK_CORE_CHECK_GCE_METADATA"] = "false", ["CLOUDSDK_CORE_PROJECT"] = StandingCloud.Project });

        Assert.Contains("config-control", said, StringComparison.Ordinal);
    }

    [ToolFact("kubectl")]
    public async Task Kubectl_reaches_the_cluster_of_a_running_rehearsal_with_nothing_else()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        Job(cloud);
        cloud.Succeed("EnsureManagementCluster");

        Assert.Contains("config-control", await KubectlAsync(cloud, []), StringComparison.Ordinal);
    }

    private static string Job(StandingCloud cloud) => cloud.Environment["RUNNER_TEMP"] = Directory.CreateDirectory(Path.Combine(cloud.Folder, "temp")).FullName;

    private static async Task<string> KubectlAsync(StandingCloud cloud, Dictionary<string, string> environment)
    {
        var file = Assert.Single(Directory.GetFiles(cloud.Folder, "config", SearchOption.AllDirectories));
        var start = new ProcessStartInfo("kubectl", [$"--kubeconfig={file}", "get", "namespaces", "--output=name", $"--cache-dir={Path.Combine(cloud.Folder, "cache")}"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return $"{await output}{await errors}";
    }
}
