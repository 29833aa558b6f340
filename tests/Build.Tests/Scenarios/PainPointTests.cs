using System.Text.RegularExpressions;
using TestKit;

namespace Build.Tests.Scenarios;

/// <summary>
/// What goes wrong in deployments of Kubeflow, each met by a whole deployment: it converges, or stops with what stands in the way and what
/// to do next. A folder per case: what is wrong with the cloud (<c>cloud.yaml</c>) or in the package (<c>extra</c>), and what is said.
/// </summary>
public sealed partial class PainPointTests
{
    private static readonly CaseFolder Cases = new("PainPoints");

    public static TheoryData<string> All => [.. Cases.Names.Select(name => name.Split('/')[0]).Distinct()];

    [Theory, MemberData(nameof(All))]
    public async Task A_deployment_converges_or_says_what_stands_in_the_way(string name)
    {
        using var package = Directory.Exists(Cases.Path(name, "extra")) ? StoryPackage.Small(Cases.Path(name, "extra")) : null;
        await using var cloud = await StandingCloud.EmptyAsync(package?.Folder, $"{StandingCloud.Empty}\n{Text(name, "cloud.yaml")}");

        var code = cloud.Run("Deploy", [.. Text(name, "arguments.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)]);

        Cases.Expect(name, $"{Said(cloud.Said, code)}exit code {code}\n");
        // What converges does so without a refused write; the fault itself is a refusal of Google Cloud.
        if (code != 0) return;
        Assert.Empty(cloud.Server.Requests.All.Where(r => r.Server != "google" && r.Method == "PATCH" && r.Status is >= 400 and not 404).Select(r => $"{r.Status} {r.Path}"));
        cloud.Faults.Clear();
        var before = cloud.Server.Requests.Last;
        cloud.Succeed("Deploy");
        Assert.Empty(cloud.WritesSince(before));
        Assert.Empty(cloud.GoogleWritesSince(before));
    }

    private static string Text(string name, string file) => File.Exists(Cases.Path(name, file)) ? Cases.Read(name, file) : "";

    // The end of the story, and what was refused before. Durations are others at every run, and so is how far objects had come that wait for the one in trouble.
    private static string Said(string said, int code)
    {
        if (code == 0) return "";
        var lines = said.Replace("rehearsal | ", "", StringComparison.Ordinal).Split('\n').Where(line => line.Length > 0).ToList();
        var told = lines.Where(line => line.Contains("ml-pipeline-ui blocked", StringComparison.Ordinal) || IsLastWord(line))
            .Concat(lines.SkipWhile(line => !Error().IsMatch(line)));
        return Changing().Replace(string.Concat(told.Where(line => !OnTheWay().IsMatch(line)).Select(line => line + "\n")), "*");
    }

    // What the Pod in the way says itself.
    private static bool IsLastWord(string line) => line.StartsWith("  Pod ", StringComparison.Ordinal) || line.StartsWith("  log of Pod ", StringComparison.Ordinal);

    [GeneratedRegex(@"^(\S+:\d+:\d+: )?error: ", RegexOptions.None, 1000)]
    private static partial Regex Error();

    [GeneratedRegex("has not looked at it yet|: Updating: |: DependencyNotReady: ", RegexOptions.None, 1000)]
    private static partial Regex OnTheWay();

    [GeneratedRegex(@"(?<=error: )\d+ objects?|\S*kf-package-\w+(?=/)|(?<=gatekeeper-)\w+-\w{5}|\d{4}-\d\d-\d\dT\S+Z|(?<=_kubeflow)\([0-9a-f-]{36}\)|\d:\d\d(?= min)|started again (once|\d+ times)|back-off \d+s", RegexOptions.None, 1000)]
    private static partial Regex Changing();
}
