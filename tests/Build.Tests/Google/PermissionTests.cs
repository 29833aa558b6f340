using TestKit;

namespace Build.Tests.Google;

/// <summary>What Validate tests is what docs/permissions.md promises.</summary>
public sealed class PermissionTests
{
    [Fact]
    public void The_page_of_permissions_is_what_is_tested()
    {
        var path = Path.Combine(SharedData.Repository, "docs", "permissions.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var expected = PermissionPage.With(page);
        if (Environment.GetEnvironmentVariable("KFT_ACCEPT") == "1") File.WriteAllText(path, expected);
        else Assert.Equal(expected, page);
    }
}
