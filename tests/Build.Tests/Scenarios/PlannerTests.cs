using LocalCloud.Scenarios;

namespace Build.Tests.Scenarios;

/// <summary>Whoever plans for a pull request may look and nothing else.</summary>
public sealed class PlannerTests
{
    private const string Planner = "user:planner@example.com";

    private const string Project = """
        durations: {like: none}
        projects:
        - id: kubeflow-rehearsal
          number: "123456789012"
          services: [serviceusage, cloudresourcemanager, iam, container, compute, krmapihosting]
          policy:
          - {role: roles/owner, members: ["user:owner@example.com"]}
          - {role: roles/viewer, members: ["user:planner@example.com"]}
          - {role: roles/iam.securityReviewer, members: ["user:planner@example.com"]}
        """;

    [Fact]
    public async Task A_plan_needs_only_rights_to_read_and_the_deployment_is_refused_with_what_it_lacks()
    {
        var settings = System.Text.Encoding.UTF8.GetString(KfPipelineTasks.Settings.SampleSettings.Bytes);
        await using var cloud = await StandingCloud.StartAsync(ScenarioFile.Parse("project", Project), settings);
        cloud.Environment["KFT_ACCESS_TOKEN"] = cloud.Server.Google.Tokens.Issue(Planner, ["https://www.googleapis.com/auth/cloud-platform"], TimeSpan.FromHours(1));
        var before = cloud.Server.Requests.Last;

        Assert.True(cloud.Run("Deploy", "--plan", "--detailed-exitcode") == 3, cloud.Said);
        Assert.True(cloud.Run("Deploy") == 2, cloud.Said);

        Assert.Contains("missing iam.serviceAccounts.create", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(cloud.GoogleWritesSince(before));
        Assert.Empty(cloud.WritesSince(before));
    }
}
