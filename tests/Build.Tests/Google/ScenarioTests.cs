using System.Text;
using TestKit;

namespace Build.Tests.Google;

/// <summary>
/// A folder per case under Cases/Google: <c>scenario.yaml</c> is the cloud before, <c>run.txt</c> has the arguments, a line each (and
/// <c>as: MEMBER</c> for who deploys); <c>expected.txt</c> is what was said, written and left. A run that succeeded is made again, and must write nothing.
/// </summary>
public sealed class ScenarioTests
{
    private static readonly CaseFolder Folder = new("Google");

    public static TheoryData<string> Cases => [.. Folder.Names.Where(n => File.Exists(Folder.Path(n, "run.txt")))];

    [Theory, MemberData(nameof(Cases))]
    public async Task A_task_does_what_is_committed_and_the_second_time_nothing(string name)
    {
        var words = Folder.Read(name, "run.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var member = words.FirstOrDefault(w => w.StartsWith("as: ", StringComparison.Ordinal))?["as: ".Length..] ?? GoogleStage.Deployer;
        await using var stage = await GoogleStage.StartAsync(Folder.Read(name, "scenario.yaml"), Folder.Path(name), member);
        words = [.. words.Where(w => w.StartsWith("--", StringComparison.Ordinal))];

        var code = stage.Run(words);
        var text = new StringBuilder($"exit {code}\n\n{CaseText.Of(stage.Said)}\n\nwritten:\n");
        foreach (var write in InOrder(stage.Writes.Select(CaseText.Of))) text.Append($"  {write}\n");
        text.Append($"\nleft:\n{CaseText.Steady(WorldText.Of(stage.Cloud))}");
        Assert.DoesNotContain(stage.Token, stage.Said, StringComparison.Ordinal);
        if (code == 0)
        {
            Assert.Equal(0, stage.Run(words));
            Assert.Empty(stage.Writes);
            text.Append($"\nagain: {stage.Requests.Count} requests, nothing written\n");
        }

        Folder.Expect(name, text.ToString());
    }

    // Nodes are closed side by side: in whatever order they come, it is one act.
    private static IEnumerable<string> InOrder(IEnumerable<string> writes)
    {
        var (nodes, last) = (new List<string>(), "");
        foreach (var write in writes)
        {
            if (write.Contains("/api/v1/nodes/", StringComparison.Ordinal))
            {
                nodes.Add(write);
                continue;
            }

            foreach (var node in nodes.Order(StringComparer.Ordinal)) yield return node;
            nodes.Clear();
            // An eviction is asked for again and again while a budget holds it.
            if (write != last) yield return write;
            last = write;
        }

        foreach (var node in nodes.Order(StringComparer.Ordinal)) yield return node;
    }
}
