using KfPipelineTasks.Build.Tasks.Google;
using TestKit;

namespace Build.Tests.Google;

/// <summary>What Validate tests is what docs/permissions.md promises.</summary>
public sealed class PermissionTests
{
    [Fact]
    public void The_page_of_permissions_names_each_one_that_is_tested()
    {
        var rows = File.ReadAllLines(Path.Combine(SharedData.Repository, "docs", "permissions.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)).ToDictionary(c => c[1], c => c[2], StringComparer.Ordinal);
        Assert.All(TaskNeeds.All, need =>
        {
            Assert.True(rows.ContainsKey(need.Task), $"{need.Task} has no row.");
            Assert.All(need.InKubeflow.Concat(need.InManagement ?? []), permission => Assert.Contains(permission, rows[need.Task], StringComparison.Ordinal));
        });
    }
}
