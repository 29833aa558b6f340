using System.Text.RegularExpressions;
using KfPipelineTasks.Build;
using TestKit;

namespace Build.Tests.Actions;

/// <summary>
/// <c>action.yml</c> and <c>README.md</c> of every action follow from the tasks and the table of settings. <c>KFT_ACCEPT=1</c> writes them anew.
/// </summary>
public sealed partial class ActionFileTests
{
    private static readonly string Folder = Path.Combine(SharedData.Repository, "actions");

    public static TheoryData<string> Names => [.. ActionTable.Actions.Select(a => a.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_action_is_what_the_table_of_settings_says(string name) => Expect(name, "action.yml", ActionYaml.Of(ActionTable.Of(name)));

    [Theory, MemberData(nameof(Names))]
    public void The_readme_is_what_the_table_of_settings_says(string name) => Expect(name, "README.md", ActionReadme.Of(ActionTable.Of(name)));

    [Fact]
    public void There_is_no_action_without_a_task() => Assert.Equal(
        ActionTable.Actions.Select(a => a.Name).Order(StringComparer.Ordinal),
        Directory.EnumerateDirectories(Folder).Select(Path.GetFileName).Where(n => n != "_lib").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_task_has_an_action_or_a_reason_to_have_none() => Assert.Equal(
        TaskCatalog.Names.Order(StringComparer.Ordinal), ActionTable.Rows.Select(row => row.Task).Concat(ActionTable.Without.Keys).Order(StringComparer.Ordinal));

    [Fact]
    public void An_action_is_named_after_its_task() => Assert.All(
        ActionTable.Rows, row => Assert.Equal(row.Name, string.Concat(row.Task.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : $"{c}"))));

    [Fact]
    public void No_two_inputs_of_an_action_fill_the_same_variable() => Assert.All(ActionTable.Actions, action =>
    {
        Assert.Equal(action.Inputs.Count, action.Inputs.Select(s => s.Variable).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(action.Inputs, s => s.Property == "Run.Output");
    });

    [Fact]
    public void An_action_needs_no_variable_that_the_caller_may_have_for_something_else() => Assert.All(
        ActionTable.Actions.SelectMany(a => a.Inputs), s => Assert.DoesNotContain(s.Variable, new[] { "PATH", "HOME", "CI", "GITHUB_TOKEN", "KUBECONFIG" }));

    // Roles that are granted to others, under a condition; and those that roles/container.admin and their like hold anyway.
    [Theory]
    [InlineData("roles/cloudtrace.agent", "roles/iap.httpsResourceAccessor", "roles/container.clusterViewer", "roles/iam.serviceAccountViewer", "roles/serviceusage.serviceUsageViewer")]
    public void Whoever_has_the_roles_in_the_readme_of_deploy_can_run_each_task_of_it(params string[] needless)
    {
        var tasks = TaskCatalog.All.Single(t => t.Name == "Deploy").Dependencies;
        var rows = File.ReadAllLines(Path.Combine(SharedData.Repository, "docs", "permissions.md")).Where(l => tasks.Any(t => l.StartsWith($"| `{t}` |", StringComparison.Ordinal))).ToList();
        Assert.True(rows.Count > 10, "docs/permissions.md has other rows than are looked for here.");
        var needed = rows.SelectMany(row => RoleName().Matches(row.Split('|')[^2]).Select(m => m.Value)).Distinct(StringComparer.Ordinal).Except(needless);
        Assert.Equal([], needed.Except(RoleName().Matches(string.Join('\n', ActionTable.Of("deploy").Roles)).Select(m => m.Value)));
    }

    [GeneratedRegex("roles/[A-Za-z.]*[A-Za-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoleName();

    private static void Expect(string name, string file, string expected)
    {
        var path = Path.Combine(Folder, name, file);
        if (Environment.GetEnvironmentVariable("KFT_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.Combine(Folder, name));
            File.WriteAllText(path, expected);
        }

        Assert.True(File.Exists(path), $"{path} is missing: run this test with KFT_ACCEPT=1.");
        Assert.Equal(expected, File.ReadAllText(path));
    }
}
