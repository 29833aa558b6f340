using KfPipelineTasks.Build.Tasks.Google;

namespace Build.Tests.Google;

/// <summary>
/// Each task, run by somebody who may do what its row of docs/permissions.md lists and nothing else: it works, and what it needed on the way is the
/// row - nothing is missing there, and nothing stands there that no request needs. Without one of them the run stops before it has begun, and names it.
/// </summary>
public sealed class LeastPrivilegeTests
{
    private static readonly Dictionary<string, Story> Stories = new Story[]
    {
        new("EnableServices", "pipelines-standalone") { Off = "container" },
        new("EnsureServiceAccount", "pipelines-standalone") { Words = ["--service-account-users=alice@example.com"], Before = c => c.WithoutAccount() },
        new("EnsureCluster", "pipelines-standalone") { Cluster = false, Words = ["--location=us-central1"], Runs = [[], ["--cluster=second", "--service-account=kubeflow-vm"], ["--cluster=third", "--machine-type=n1-standart-2"]], Before = c => c.LoseAnswer("/clusters$") },
        new("EnsureNodePool", "pipelines-standalone")
        {
            // What is only asked for when something is not there: a machine type, a cluster.
            Runs = [[], ["--machine-type=n1-standart-2"], ["--cluster=kubeflw"]], Words = ["--replace-pools=default-pool"],
        },
        new("EnsurePipelinesSecret", "pipelines-standalone") { Words = ["--access-mode=secret"], Before = c => c.AddKey() },
        new("EnsureManagementCluster", "gke-iap") { Cluster = false },
        new("EnsureArtifactBucket", "pipelines-standalone") { Runs = [[], ["--bucket=kfp-proj-other"]], Before = c => c.OpenBucket() },
        new("GrantIapAccess", "gke-iap") { Words = ["--iap-members=alice@example.com"] },
        new("GrantIapAccess", "gke-iap") { Name = "GrantIapAccess for all of the project", Words = ["--iap-members=alice@example.com", "--iap-scope=iap-web"] },
        new("GrantIapAccess", "gke-iap") { Name = "GrantIapAccess for a backend service", Words = ["--iap-members=alice@example.com", "--iap-scope=backend-service"] },
        new("ListClusters", "pipelines-standalone"),
    }.ToDictionary(s => s.Name);

    public static TheoryData<string> Names => [.. Stories.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task A_task_needs_what_its_row_says_and_uses_all_of_it(string name)
    {
        var story = Stories[name];
        var need = story.Need;
        await using var cloud = await story.StartAsync();
        cloud.Allow(need.InKubeflow, need.InManagement ?? []);

        var (needed, inManagement) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var words in story.Runs)
        {
            // Without Validate and whatever else comes before: their needs are rows of their own.
            var code = cloud.Run([$"--target={story.Task}", "--exclusive", $"--variant={story.Variant}", .. words]);
            Assert.True(code is 0 or 2, $"{code}: {cloud.Said}");
            Assert.DoesNotContain("permission", cloud.Said, StringComparison.OrdinalIgnoreCase);
            needed.UnionWith(cloud.Needed);
            inManagement.UnionWith(cloud.NeededInManagement);
        }

        needed.RemoveWhere(p => need.Elsewhere.Contains(p, StringComparison.Ordinal) && !need.InKubeflow.Contains(p));
        Assert.Equal(need.InKubeflow.Order(StringComparer.Ordinal), needed.Order(StringComparer.Ordinal));
        Assert.Equal((need.InManagement ?? []).Order(StringComparer.Ordinal), inManagement.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Without_one_of_them_the_run_stops_before_it_has_begun_and_names_it(string name)
    {
        var story = Stories[name];
        var need = story.Need;
        await using var cloud = await story.StartAsync();
        var everything = TaskNeeds.All.SelectMany(n => n.InKubeflow.Concat(n.InManagement ?? [])).Distinct().ToList();
        foreach (var missing in need.InKubeflow.Concat(need.InManagement ?? []).Distinct())
        {
            cloud.Allow(everything.Where(p => p != missing), everything.Where(p => p != missing));

            Assert.Equal(2, cloud.Run([$"--target={story.Task}", $"--variant={story.Variant}"]));

            // Whoever may not see a project is told that, first of all.
            Assert.Contains(missing, cloud.Said, StringComparison.Ordinal);
            Assert.Empty(cloud.Writes);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_refusal_on_the_way_names_what_was_missing(string name)
    {
        var story = Stories[name];
        var need = story.Need;
        foreach (var missing in need.InKubeflow.Concat(need.InManagement ?? []).Distinct())
        {
            await using var cloud = await story.StartAsync();
            cloud.Allow(need.InKubeflow.Where(p => p != missing), (need.InManagement ?? []).Where(p => p != missing));
            var codes = story.Runs.Select(words => (Code: cloud.Run([$"--target={story.Task}", "--exclusive", $"--variant={story.Variant}", .. words]), cloud.Said)).ToList();

            Assert.True(codes.Exists(run => run.Code != 0 && run.Said.Contains(missing, StringComparison.Ordinal)), $"{missing}: {string.Join("\n----\n", codes)}");
        }
    }

    [Fact]
    public async Task Validate_uses_all_that_helps_it_and_says_what_it_could_not_look_at()
    {
        string[] words = ["--accelerator-type=nvidia-tesla-t4", "--accelerator-count=1"];
        var validate = TaskNeeds.All.Single(n => n.OnlyHelps);
        var everything = TaskNeeds.All.SelectMany(n => n.InKubeflow.Concat(n.InManagement ?? [])).Distinct().ToList();
        await using var cloud = await LeastPrivilege.StartAsync("", cluster: true, words);
        cloud.Allow(everything, everything);
        cloud.PublishEndpoint();

        Assert.True(cloud.Run("--target=Validate", "--variant=gke-iap") == 0, cloud.Said);
        Assert.DoesNotContain("not known", cloud.Said, StringComparison.Ordinal);
        var (needed, inManagement) = (cloud.Needed.ToHashSet(), cloud.NeededInManagement.ToHashSet());
        cloud.OpenBucket();
        Assert.Equal(2, cloud.Run("--target=Validate", "--variant=pipelines-standalone", "--machine-type=n1-standart-2"));
        needed.UnionWith(cloud.Needed);
        Assert.Equal(0, cloud.Run("--target=Validate", "--variant=pipelines-standalone", "--cluster=kubeflw"));
        needed.UnionWith(cloud.Needed);

        needed.Remove("iam.serviceAccounts.testIamPermissions");
        Assert.Equal(validate.InKubeflow.Order(StringComparer.Ordinal), needed.Order(StringComparer.Ordinal));
        Assert.Equal(validate.InManagement!.Order(StringComparer.Ordinal), inManagement.Order(StringComparer.Ordinal));
        cloud.Allow(everything.Except(["cloudsql.instances.get"]), everything);
        Assert.True(cloud.Run("--target=Validate", "--variant=gke-iap") == 0, cloud.Said);
        Assert.Contains("without cloudsql.instances.get not everything can be looked at before the run", cloud.Said, StringComparison.Ordinal);
    }

    private sealed record Story(string Task, string Variant)
    {
        public string Name { get; init; } = Task;

        public string Off { get; init; } = "";

        public bool Cluster { get; init; } = true;

        public IReadOnlyList<string> Words { get; init; } = [];

        /// <summary>Words of each run; one run when left out.</summary>
        public IReadOnlyList<IReadOnlyList<string>> Runs { get; init; } = [[]];

        public Action<LeastPrivilege> Before { get; init; } = _ => { };

        public TaskNeed Need
        {
            get
            {
                var need = TaskNeeds.All.Single(n => n.Task == Task);
                var scope = Words.FirstOrDefault(w => w.StartsWith("--iap-scope=", StringComparison.Ordinal));
                if (scope is not null) return need with { InKubeflow = TaskNeeds.OfIap(scope.EndsWith("web", StringComparison.Ordinal) ? KfPipelineTasks.Settings.IapScope.IapWeb : KfPipelineTasks.Settings.IapScope.BackendService) };
                // Where both clusters share a way of installing, the management project is asked as well.
                return Variant == "gke-iap" ? need : need with { InManagement = null };
            }
        }

        public async Task<LeastPrivilege> StartAsync()
        {
            var cloud = await LeastPrivilege.StartAsync(Off, Cluster, Words);
            Before(cloud);
            return cloud;
        }
    }
}
