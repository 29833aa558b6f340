using System.Text;
using KfPipelineTasks.Build.Deployment.WayIn;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using KfPipelineTasks.Settings;
using TestKit;

namespace Build.Tests.Program;

/// <summary>
/// How people reach what is installed. A folder per case under Cases/Ways: <c>objects.yaml</c> is what the package brings,
/// <c>arguments.txt</c> the settings on top of the sample; <c>expected.txt</c> is what people are told.
/// </summary>
public sealed class DashboardWayTests
{
    private static readonly CaseFolder Cases = new("Ways");

    public static TheoryData<string> Names => [.. Cases.Names];

    [Theory, MemberData(nameof(Names))]
    public void Each_package_has_the_way_that_its_case_shows(string name)
    {
        var words = Cases.Read(name, "arguments.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var settings = SettingsReader.Read(new SettingsRequest { Arguments = ArgumentList.FromWords(["--cloud=local", .. words]), WorkingDirectory = "/home/me" }).Settings;
        var problems = new Problems();
        var objects = ManifestReader.ReadText(Cases.Read(name, "objects.yaml"), "objects.yaml", problems);
        Assert.Empty(problems.Found);

        var way = DashboardWays.Of(settings, objects, objects.Any(r => r.Id.Name == "profiles.kubeflow.org"));

        var said = new StringBuilder($"url: {way.Url}\n");
        foreach (var line in way.Says) said.Append($"{line}\n");
        if (way.Trouble is { } trouble) said.Append($"warning: {trouble.Message}\n  next: {trouble.Next}\n");
        Cases.Expect(name, said.ToString());
    }
}
