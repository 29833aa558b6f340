using KfPipelineTasks.Build.Tasks.Google;
using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>The whole graph, from an empty project to a working connection, against a cloud that stays between runs.</summary>
public sealed class DeployTests
{
    [Fact]
    public async Task An_empty_project_gets_everything_and_a_second_run_writes_nothing()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        cloud.Succeed("Deploy");
        Assert.Contains("Pipelines is connected", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("url: http", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(Unnamed(cloud));

        await ChangesNothingAsync(cloud);
    }

    [Fact]
    public async Task The_first_plan_of_a_project_tells_everything_and_touches_nothing()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        var before = cloud.Server.Requests.Last;

        Assert.Equal(3, cloud.Run("Deploy", "--plan", "--detailed-exitcode"));

        Assert.Empty(cloud.GoogleWritesSince(before));
        Assert.Empty(cloud.WritesSince(before));
        Assert.Contains("49 created", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("which does not exist yet", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(cloud.Server.Clusters.Running);
    }

    [Fact]
    public async Task Without_a_management_cluster_the_GKE_cluster_and_the_bucket_are_made_too()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        var before = cloud.Server.Requests.Last;
        Assert.Equal(3, cloud.Run("Deploy", "--variant=pipelines-standalone", "--plan", "--detailed-exitcode"));
        Assert.Contains("cluster kubeflow unknown (known once the API is enabled)", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("bucket kubeflow-rehearsal-kfp created", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(cloud.GoogleWritesSince(before));

        cloud.Succeed("Deploy", "--variant=pipelines-standalone");
        Assert.Contains("Pipelines is connected", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("bucket kubeflow-rehearsal-kfp created", cloud.Said, StringComparison.Ordinal);

        await ChangesNothingAsync(cloud, "--variant=pipelines-standalone");
    }

    [Fact]
    public async Task With_access_by_a_key_the_Secret_is_there_when_the_deployment_is_done()
    {
        string[] words = ["--variant=pipelines-standalone", "--access-mode=secret"];
        await using var cloud = await StandingCloud.EmptyAsync();
        Assert.Equal(3, cloud.Run("Deploy", [.. words, "--plan", "--detailed-exitcode"]));
        Assert.Contains("key of kubeflow-vm@kubeflow-rehearsal.iam.gserviceaccount.com unknown (known once cluster kubeflow exists)", cloud.Said, StringComparison.Ordinal);

        cloud.Succeed("Deploy", words);
        Assert.Contains("Secret kubeflow/user-gcp-sa configured", cloud.Said, StringComparison.Ordinal);
        Assert.Single(cloud.Server.Google.Keys.Of("kubeflow-vm@kubeflow-rehearsal.iam.gserviceaccount.com"));
        Assert.Empty(Unnamed(cloud));

        await ChangesNothingAsync(cloud, words);
    }

    [SharedToolFact("kubectl")]
    public async Task Looking_at_a_package_that_is_not_filled_in_leaves_its_files_alone()
    {
        using var package = await UnpackedDistribution.OpenAsync();
        await using var cloud = await StandingCloud.StartAsync(package.Folder);
        var file = Path.Combine(package.Folder, "kubeflow", "kptconfig", "kpt-setter-config.yaml");
        var before = await File.ReadAllTextAsync(file);

        Assert.Equal(2, cloud.Run("Status"));

        Assert.Contains("kubeflow", cloud.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("namespace project", cloud.Said, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(file));
    }

    [SharedToolFact("kubectl")]
    public async Task The_distribution_is_deployed_in_one_pass_and_a_second_run_writes_nothing()
    {
        using var package = await UnpackedDistribution.OpenAsync();
        await using var cloud = await StandingCloud.EmptyAsync(package.Folder);

        cloud.Succeed("Deploy");

        Assert.Empty(cloud.Server.Requests.All.Where(r => r.Server != "google" && r.Method == "PATCH" && r.Status is >= 400 and not 404).Select(r => $"{r.Status} {r.Path}"));
        Assert.Contains("https://kubeflow.endpoints.kubeflow-rehearsal.cloud.goog/", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("A request without a credential is refused, as it must be (401", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("9 checks passed", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(Unnamed(cloud));

        await ChangesNothingAsync(cloud);
        TheDashboardOpensForWhoIsRegistered(cloud);
    }

    private static void TheDashboardOpensForWhoIsRegistered(StandingCloud cloud)
    {
        const string Robot = "robot@kubeflow-rehearsal.iam.gserviceaccount.com";
        string[] asRobot = [$"--impersonate={Robot}", "--profile=team-a"];
        cloud.Server.Google.ServiceAccounts.Ensure(StandingCloud.Project, Robot);
        cloud.Server.Google.Policies.AddMember($"projects/{StandingCloud.Project}", "roles/iam.serviceAccountTokenCreator", "user:owner@example.com");

        cloud.Succeed("CheckPipelines", asRobot);
        Assert.Contains($"{Robot} is not registered, and was refused as it must be.", cloud.Said, StringComparison.Ordinal);

        cloud.Succeed("GrantIapAccess", $"--iap-members=serviceAccount:{Robot}");
        cloud.Succeed("CheckPipelines", [.. asRobot, $"--iap-members=serviceAccount:{Robot}"]);
        Assert.Contains($"dashboard as {Robot}", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("200, as it must be.", cloud.Said, StringComparison.Ordinal);
    }

    // Permissions that the run has needed and docs/permissions.md does not name.
    private static IEnumerable<string> Unnamed(StandingCloud cloud) =>
        cloud.Server.Requests.All.SelectMany(r => r.Permissions).Distinct().Where(p => !TaskNeeds.All.Any(n => n.InKubeflow.Contains(p) || n.InManagement?.Contains(p) == true || n.Elsewhere.Contains(p, StringComparison.Ordinal)));

    // Neither a second run nor its plan finds anything to do.
    private static Task ChangesNothingAsync(StandingCloud cloud, params string[] more)
    {
        var before = cloud.Server.Requests.Last;
        cloud.Succeed("Deploy", more);
        Assert.Empty(cloud.GoogleWritesSince(before));
        Assert.Empty(cloud.WritesSince(before));
        Assert.True(cloud.Run("Deploy", ["--plan", "--detailed-exitcode", .. more]) == 0, cloud.Said);
        Assert.Contains("Everything is as it should be.", cloud.Said, StringComparison.Ordinal);
        return Task.CompletedTask;
    }
}
