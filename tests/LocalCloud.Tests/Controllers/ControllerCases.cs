using TestKit;

namespace LocalCloud.Tests.Controllers;

/// <summary>Every controller, by what it makes of a few objects: see the folders under Cases/Controllers.</summary>
public sealed class ControllerCases
{
    private static readonly CaseFolder Cases = new("Controllers");

    public static TheoryData<string> Names => [.. Cases.Names.Where(name => File.Exists(Cases.Path(name, "steps.txt")))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_cluster_becomes_what_the_case_expects(string name)
    {
        await using var stage = await (Cases.Read(name, "steps.txt").Split('\n')[0] switch
        {
            "in a gke cluster" => ControllerStage.GkeAsync(),
            "in a config controller" => ControllerStage.ConfigControllerAsync(),
            _ => Task.FromResult(ControllerStage.Plain()),
        });
        await new ControllerScript(Cases, name, stage).RunAsync();
    }
}
