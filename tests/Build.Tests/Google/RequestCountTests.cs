namespace Build.Tests.Google;

/// <summary>A task that finds everything as it should be asks little: all requests of the run count, to Google and to the cluster.</summary>
public sealed class RequestCountTests
{
    private const string Scenario = """
        durations: {like: none}
        clusterDelays: {like: none}
        projects:
        - id: kfp-proj
          number: "123456789012"
          services: [serviceusage, cloudresourcemanager, iam, iamcredentials, container, compute, storage]
          policy: [{role: roles/owner, members: ["user:deployer@example.com"]}]
          clusters: [{name: kubeflow, location: us-central1-a, nodePools: [{name: default-pool, machineType: n1-standard-2, nodes: 3}]}]
        """;

    [Fact]
    public async Task Nothing_to_do_costs_an_account_at_most_four_and_a_node_pool_at_most_six_requests()
    {
        await using var stage = await GoogleStage.StartAsync(Scenario);
        string[] words = ["--project=kfp-proj", "--location=us-central1-a", "--cluster=kubeflow", "--variant=pipelines-standalone", "--admin-email=deployer@example.com", "--service-account-users=alice@example.com"];
        Assert.True(stage.Run(["--target=EnsureNodePool", .. words]) == 0, stage.Said);

        foreach (var (task, most) in new[] { ("EnsureServiceAccount", 4), ("EnsureNodePool", 6) })
        {
            Assert.Equal(0, stage.Run([$"--target={task}", "--exclusive", .. words]));
            Assert.Empty(stage.Writes);
            Assert.True(stage.Requests.Count <= most, string.Join('\n', stage.Requests));
        }
    }
}
