using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>
/// A whole deployment that is asked wrongly: all of it is told, with exit code 2, and neither the project nor a cluster has been touched,
/// though accounts and clusters would be made long before the package is applied. The packages are those of Cases/BadInput.
/// </summary>
public sealed class BadDeployTests
{
    private static readonly CaseFolder Cases = new("BadInput");

    // What is wrong with these is the cluster that they name.
    private static readonly string[] NotForDeploy = ["a_cluster_that_cannot_be_reached_is_told", "a_cluster_that_is_another_one_than_pinned_is_told", "a_package_that_is_not_there_is_named"];
    private static readonly string[] OfApply = ["--target=", "--cloud=", "--variant=", "--package="];

    public static TheoryData<string> All => [.. Cases.Names.Select(name => name.Split('/')[0]).Distinct().Except(NotForDeploy)];

    [Theory, MemberData(nameof(All))]
    public async Task It_is_told_before_the_project_is_touched(string name)
    {
        using var package = StoryPackage.Of(Cases.Path(name, "package"));
        await using var cloud = await StandingCloud.EmptyAsync(package.Folder);
        if (File.Exists(Cases.Path(name, "environment.txt"))) cloud.Environment["PATH"] = "";

        await RefusedAsync(cloud, [.. File.ReadLines(Cases.Path(name, "arguments.txt")).Where(word => !OfApply.Any(word.StartsWith))]);

        Cases.Expect(name, Errors(cloud, package.Folder), "expected-deploy.txt");
    }

    [Fact]
    public async Task What_a_cluster_that_is_there_would_refuse_is_told_before_the_project_is_touched()
    {
        using var package = StoryPackage.Small();
        await using var cloud = await StandingCloud.EmptyAsync(package.Folder);
        cloud.Succeed("Deploy");
        cloud.Server.Google.ServiceAccounts.Delete("kubeflow-vm@kubeflow-rehearsal.iam.gserviceaccount.com");

        package.Edit("kubeflow/apps/pipelines/ui/ui.yaml", "containerPort: 3000", "containerPort: 300000");
        package.Append("kubeflow/apps/extra/extra.yaml", "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: nowhere\n---\napiVersion: example.com/v1\nkind: Nothing\nmetadata:\n  name: a\n  namespace: kubeflow\n");
        await RefusedAsync(cloud);

        foreach (var words in new[] { "namespace nowhere is neither in the cluster nor among the manifests", "the server has no kind Nothing in example.com/v1", "containerPort" })
            Assert.True(cloud.Said.Contains(words, StringComparison.Ordinal), cloud.Said);
    }

    [Fact]
    public async Task A_cluster_that_is_another_one_than_meant_is_told_before_the_project_is_touched()
    {
        await using var cloud = await StandingCloud.EmptyAsync();
        cloud.Succeed("Deploy");

        await RefusedAsync(cloud, "--cluster-uid=00000000-0000-0000-0000-000000000000");

        Assert.True(cloud.Said.Contains("another cluster", StringComparison.Ordinal), cloud.Said);
    }

    private static Task RefusedAsync(StandingCloud cloud, params IReadOnlyList<string> words)
    {
        var before = cloud.Server.Requests.Last;
        var code = cloud.Run("Deploy", words);
        Assert.True(code == 2, $"{code}: {cloud.Said}");
        Assert.Contains("Nothing was changed.", cloud.Said, StringComparison.Ordinal);
        Assert.Empty(cloud.GoogleWritesSince(before));
        Assert.Empty(cloud.WritesSince(before));
        return Task.CompletedTask;
    }

    private static string Errors(StandingCloud cloud, string package) => string.Concat(cloud.Said.Replace(package, "package", StringComparison.Ordinal).Replace("rehearsal | ", "", StringComparison.Ordinal)
        .Split('\n').SkipWhile(line => !line.Contains("error:", StringComparison.Ordinal)).Where(line => line.Length > 0).Select(line => line + "\n"));
}
