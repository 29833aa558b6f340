using LocalCloud.Google;
using LocalCloud.Kube;
using LocalCloud.Scenarios;
using LocalCloud.Tests.Google;

namespace LocalCloud.Tests.Scenarios;

public sealed class ScenarioTests
{
    private const string Everything = """
        durations: {like: real, createNodePool: 10s}
        consistency: {serviceAccount: 20s, flapping: true}
        refreshTokens: {1//token: alice@example.com}
        unreachableZones: [us-central1-f]
        takenBuckets: [taken]
        faults: [{named: rate-limited, times: 1}]
        operations: [{type: CREATE_NODE_POOL, message: no machines left, condition: GCE_STOCKOUT}]
        projects:
          - id: my-proj
            number: "424242424242"
            billing: false
            organization: "999"
            labels: {team: ml}
            services: [container, iam.googleapis.com]
            constraints: [iam.disableServiceAccountKeyCreation]
            quotas: {us-central1: {CPUS: 64}}
            roles: {deployer: [container.clusters.get]}
            policy:
              - {role: roles/owner, members: ["user:owner@example.com"]}
              - {role: projects/my-proj/roles/deployer, members: ["user:dev@example.com"], condition: {title: t, expression: "true"}}
            serviceAccounts:
              - {id: kfp-run, displayName: KFP, keys: 2, policy: [{role: roles/iam.serviceAccountUser, members: ["user:dev@example.com"]}]}
              - {id: kfp-old, disabled: true}
            identityPools: [{id: gh, providers: [{id: gh, condition: "true", mapping: {google.subject: assertion.sub}}]}]
            clusters:
              - name: zonal
                location: us-central1-a
                private: nodes
                labels: {mesh_id: x}
                nodePools:
                  - {name: big, machineType: e2-standard-8, nodes: 2, scopes: [cloud-platform], taints: ["a=b:NoSchedule"], labels: {x: y}, autoscaling: {min: 1, max: 5}}
                objects:
                  - |
                    kind: Namespace
              - {name: regional, location: us-central1, configConnector: true}
              - {name: auto, location: europe-west1, autopilot: true}
            configControllers: [{name: kcc}]
            addresses: [kf-ip]
            backendServices: [{name: k8s1-x, id: "77", health: [HEALTHY]}]
            buckets: {kf-artifacts: us-central1}
        """;

    private static async Task<(GoogleWorld World, FakeClusterHost Host, Dictionary<ClusterKey, IReadOnlyList<string>> Applied)> BuildAsync(string yaml)
    {
        var host = new FakeClusterHost();
        var world = new GoogleWorld(new GoogleOptions(), new ManualClock(), new MemoryJournal(), host);
        var applied = new Dictionary<ClusterKey, IReadOnlyList<string>>();
        var builder = new ScenarioBuilder(world, (cluster, objects, _) =>
        {
            applied.Add(cluster, objects);
            return Task.CompletedTask;
        });
        await builder.BuildAsync(ScenarioFile.Parse("scenario.yaml", yaml), CancellationToken.None);
        return (world, host, applied);
    }

    [Fact]
    public async Task A_scenario_is_there_as_if_it_had_been_for_long()
    {
        var (world, host, applied) = await BuildAsync(Everything);
        var project = world.Projects.Get("424242424242");
        Assert.Equal(("my-proj", null, "999"), (project.Id, project.BillingAccount, project.Organization));
        Assert.Equal(64, world.Quotas.Limit(project, "us-central1", "CPUS"));
        Assert.True(world.Services.IsEnabled("my-proj", "container.googleapis.com"));
        Assert.NotNull(world.ServiceAccounts.FindVisible("kfp-run@my-proj.iam.gserviceaccount.com"));
        Assert.Equal(2, world.Keys.Of("kfp-run@my-proj.iam.gserviceaccount.com").Count());
        Assert.True(world.ServiceAccounts.Find("kfp-old@my-proj.iam.gserviceaccount.com")!.Disabled);
        Assert.Equal("t", world.Policies.Get("projects/my-proj").Bindings[1].Condition!.Title);
        Assert.Equal("gh", Assert.Single(world.Exchange.Providers).Pool);
        Assert.NotNull(world.Addresses.Find("my-proj", "global", "kf-ip"));
        Assert.Equal("77", world.BackendServices.Find("my-proj", "k8s1-x")!.Id);
        Assert.NotNull(world.Buckets.Find("kf-artifacts"));
        Assert.Equal(TimeSpan.FromSeconds(10), world.Options.Durations.CreateNodePool);
        Assert.Equal(TimeSpan.FromMinutes(7), world.Options.Durations.CreateCluster);
        Assert.Equal("rate-limited", Assert.Single(world.Options.Faults.Rules).Name);
        Assert.Single(world.Options.Faults.Operations);

        var zonal = new ClusterKey("my-proj", "us-central1-a", "zonal");
        Assert.Equal("RUNNING", world.Clusters.Get(zonal).Status);
        Assert.True(world.Clusters.Get(zonal).HasPrivateNodes);
        Assert.Equal(2, host.Running[zonal].Count);
        Assert.All(host.Running[zonal], node => Assert.Equal(("e2-standard-8", "a=b:NoSchedule", "y"), (node.MachineType, node.Taints[0], node.Labels["x"])));
        Assert.Equal(9, host.Running[new ClusterKey("my-proj", "us-central1", "regional")].Count);
        Assert.True(world.Clusters.Get(new ClusterKey("my-proj", "europe-west1", "auto")).IsAutopilot);
        Assert.Contains(new ClusterKey("my-proj", "us-central1", "krmapihost-kcc"), host.Running.Keys);
        Assert.Equal("kind: Namespace\n", Assert.Single(Assert.Single(applied).Value));
    }

    [Fact]
    public async Task The_scenario_of_a_rehearsal_is_one_project_in_which_nothing_was_done()
    {
        var host = new FakeClusterHost();
        var world = new GoogleWorld(new GoogleOptions(), new ManualClock(), new MemoryJournal(), host);
        await new ScenarioBuilder(world, (_, _, _) => throw new InvalidOperationException("There is nothing to apply.")).BuildAsync(Scenario.Rehearsal, CancellationToken.None);
        var project = Assert.Single(world.Projects.All);
        Assert.Equal(("kubeflow-rehearsal", "123456789012"), (project.Id, project.Number));
        Assert.Empty(host.Running);
        Assert.False(world.Services.IsEnabled(project.Id, "container.googleapis.com"));
        Assert.Equal(GoogleOptions.RehearsalMember, world.Policies.Get(project.Resource).Bindings[0].Members[0]);
    }

    [Theory]
    [InlineData("projcts: []", "scenario.yaml(1,1): unknown key 'projcts'. Known here: behaviours, clusterDelays, consistency, durations, faults, operations, projects,")]
    [InlineData("projects:\n  - name: x", "scenario.yaml(2,5): 'id' is missing.")]
    [InlineData("projects:\n  - id: p\n    clusters:\n      - {name: c, location: mars-east1}", "scenario.yaml(4,29): 'mars-east1' is neither a zone nor a region.")]
    [InlineData("projects:\n  - id: p\n    clusters:\n      - {name: c, location: us-east1, nodePols: []}", "scenario.yaml(4,39): unknown key 'nodePols'.")]
    [InlineData("projects:\n  - id: p\n    clusters:\n      - {name: c, location: us-east1, nodePools: [{name: x, machineType: e9-huge}]}", "'e9-huge' is no machine type.")]
    [InlineData("projects:\n  - id: p\n    clusters:\n      - {name: c, location: us-east1, autopilot: true, nodePools: [{name: x}]}", "An Autopilot cluster has no node pools of its own.")]
    [InlineData("projects:\n  - id: p\n    clusters:\n      - {name: c, location: us-east1, objects: [missing.yaml]}", "'missing.yaml' is neither a file nor YAML in place")]
    [InlineData("projects:\n  - id: p\n    quotas: {us-central1: {CPU: 1}}", "'CPU' is no quota. There are: CPUS,")]
    [InlineData("durations: {like: slow}", "'like' must be default, none or real, not 'slow'.")]
    [InlineData("consistency: {key: soon}", "'key' must be a duration such as 500ms, 30s, 5m or 1h, not 'soon'.")]
    [InlineData("projects:\n  - id: p\n    serviceAccounts: [{id: abcdef, keys: 11}]", "'keys' must be between 0 and 10.")]
    [InlineData("projects: {}", "'projects' must be a list.")]
    [InlineData("- a", "expected one document with keys and values.")]
    [InlineData("a: [", "scenario.yaml(")]
    public void A_scenario_that_is_not_understood_says_where_and_what_would_be_right(string yaml, string why) =>
        Assert.Contains(why, Assert.Throws<ScenarioException>(() => ScenarioFile.Parse("scenario.yaml", yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void All_problems_are_told_at_once() =>
        Assert.Equal(3, Assert.Throws<ScenarioException>(() => ScenarioFile.Parse("s.yaml", "a: 1\nb: 2\nprojects: [{}]")).Problems.Count);

    [Fact]
    public async Task What_the_cloud_refuses_is_told_with_its_project()
    {
        var refusal = await Assert.ThrowsAsync<ScenarioException>(() => BuildAsync("projects: [{id: p-one, serviceAccounts: [{id: x}]}]"));
        Assert.Contains("Project p-one: Invalid value for account_id: 'x'.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_examples_of_the_documentation_are_understood()
    {
        var page = File.ReadAllText(Path.Combine(TestKit.SharedData.Repository, "docs", "localcloud-scenarios.md"));
        var blocks = page.Split("```yaml\n").Skip(1).Select(part => part.Split("\n```")[0]).ToList();
        Assert.Equal(2, blocks.Count);
        var scenario = ScenarioFile.Parse("example", blocks[0].Replace("objects: [installed.yaml]", "objects: []", StringComparison.Ordinal));
        Assert.Equal("kubeflow", scenario.Projects[0].Clusters[0].Request["name"]!.GetValue<string>());
        var book = new LocalCloud.Faults.FaultBook();
        LocalCloud.Faults.FaultFile.Load(book, "example", blocks[1]);
        Assert.Equal(["slow lists", "rate-limited"], book.Rules.Select(rule => rule.Name));
        Assert.All(LocalCloud.Faults.NamedFaults.Names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_scenario_is_an_empty_cloud() => Assert.Empty(ScenarioFile.Parse("s.yaml", "").Projects);
}
