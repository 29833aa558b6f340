namespace Build.Tests.Scenarios;

/// <summary>The small installation, from nothing to a connection and back to nothing.</summary>
public sealed class SmallInstallationTests
{
    [Fact]
    public async Task Pipelines_for_a_single_user_is_tried_without_an_identity()
    {
        await using var cloud = await StandingCloud.StartAsync();
        cloud.Succeed("Apply CheckPipelines");
        Assert.Contains("for a single user", cloud.Said, StringComparison.Ordinal);
        Assert.Contains("3 checks passed", cloud.Said, StringComparison.Ordinal);
    }
}
