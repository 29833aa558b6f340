using System.Text;
using KfPipelineTasks.Build;
using KfPipelineTasks.Settings;
using TestKit;

namespace Build.Tests.Graph;

/// <summary>The task graph and what is written about it. <c>KFT_ACCEPT=1</c> writes the README's table anew.</summary>
public sealed class TaskCatalogTests
{
    private const string Begin = "<!-- tasks -->";
    private const string End = "<!-- /tasks -->";

    public static TheoryData<string> Names => [.. TaskCatalog.Names];

    [Theory, MemberData(nameof(Names))]
    public void A_task_says_what_it_does(string name) =>
        Assert.True(TaskCatalog.All.Single(t => t.Name == name).Description.Length > 20);

    [Theory, MemberData(nameof(Names))]
    public void A_task_is_called_like_its_class(string name) =>
        Assert.Equal(TaskCatalog.All.Single(t => t.Name == name).Type.Name, name);

    [Theory, MemberData(nameof(Names))]
    public void A_task_that_reads_settings_runs_after_they_are_validated(string name)
    {
        if (name is "Validate" or "ListSetters" or "ListImages" or "Import" || !SettingsTable.ReadBy(name).Any()) return;
        Assert.Contains("Validate", Before(name));
    }

    [Fact]
    public void The_readme_lists_every_task()
    {
        var readme = Path.Combine(SharedData.Repository, "README.md");
        var text = File.ReadAllText(readme);
        var expected = $"{text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)]}\n{TableOfTasks()}{text[text.IndexOf(End, StringComparison.Ordinal)..]}";
        if (Environment.GetEnvironmentVariable("KFT_ACCEPT") == "1") File.WriteAllText(readme, expected);
        Assert.Equal(expected, File.ReadAllText(readme));
    }

    [Fact]
    public void The_test_command_of_CI_is_the_one_of_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(SharedData.Repository, "README.md"));
        Assert.Contains("<!-- test-command -->\n```bash\ndotnet test", readme, StringComparison.Ordinal);
        Assert.Contains("test-command", File.ReadAllText(Path.Combine(SharedData.Repository, ".ci", "run")), StringComparison.Ordinal);
    }

    private static HashSet<string> Before(string name)
    {
        var dependencies = TaskCatalog.All.Single(t => t.Name == name).Dependencies;
        return [.. dependencies, .. dependencies.SelectMany(Before)];
    }

    private static string TableOfTasks()
    {
        var table = new StringBuilder("| task | what it does | runs after |\n|---|---|---|\n");
        foreach (var task in TaskCatalog.All)
            table.Append($"| `{task.Name}` | {task.Description} | {string.Join(", ", task.Dependencies.Select(d => $"`{d}`"))} |\n");
        return table.ToString();
    }
}
