using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Reading;

/// <summary>Each folder of Cases/Manifests/Reading holds manifests and what reading them says: the objects with their places, or the problems.</summary>
public sealed class ManifestReaderTests
{
    private static readonly CaseFolder Folder = new("Manifests/Reading");

    public static TheoryData<string> Cases => [.. Folder.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Reading_says(string name) => Folder.Expect(name, await SayAsync(name));

    [Fact]
    public async Task Standard_input_is_one_of_the_sources()
    {
        using var input = new MemoryStream("{apiVersion: v1, kind: Namespace, metadata: {name: a}}"u8.ToArray());
        var read = await ManifestReader.ReadAsync(["-"], input, CancellationToken.None);
        Assert.Equal("Namespace a at standard input:1:1", $"{read.Single().Id} at {read.Single().Source}");
    }

    [Fact]
    public async Task What_is_not_there_or_not_readable_is_told_with_everything_else()
    {
        var folder = Directory.CreateTempSubdirectory("manifests-");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "latin1.yaml"), [0x61, 0x3A, 0x20, 0xE9]);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "empty"));
        var error = await Assert.ThrowsAsync<UsageException>(() => ManifestReader.ReadAsync(
            [Path.Combine(folder.FullName, "missing.yaml"), Path.Combine(folder.FullName, "latin1.yaml"), Path.Combine(folder.FullName, "empty"), "-", "https://example.com/a.yaml"],
            null,
            CancellationToken.None));
        Assert.Equal(5, error.Problems.Count);
        Assert.Contains("no such file or folder", error.Problems[0].Message);
        Assert.Contains("standard input", error.Problems[3].Message + error.Problems[4].Message);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_few_lines_cannot_stand_for_billions_of_nodes()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("aliases stand for more than", Problem(bomb));
        var merges = "a0: &a0 {x: 1}\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} {{<<: [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]}}\n"));
        Assert.Contains("aliases stand for more than", Problem(merges));
        Assert.Contains("nests deeper", Problem(new string('[', 5000)));
        Assert.Contains("inside the very node", Problem("a: &a [*a]"));
    }

    [Fact]
    public void An_object_no_cluster_can_store_is_refused_before_it_is_sent()
    {
        var problem = Problem($"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: big}}\ndata: {{x: {new string('a', 1_600_000)}}}\n");
        Assert.Contains("ConfigMap big: 1,600,0", problem);
        Assert.Contains("1,572,864", problem);
    }

    [Fact]
    public void Documents_are_in_the_order_of_the_text_however_many_there_are()
    {
        var problems = new Problems();
        var text = string.Concat(Enumerable.Range(0, 2000).Select(i => $"---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c{i}\n"));
        var read = ManifestReader.ReadText(text, "many.yaml", problems);
        Assert.False(problems.Any);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"c{i} {(i * 5) + 2}"), read.Select(r => $"{r.Id.Name} {r.Source!.Line}"));
    }

    private static string Problem(string text)
    {
        var problems = new Problems();
        ManifestReader.ReadText(text, "m.yaml", problems);
        return problems.Found.Single().ToString();
    }

    private static async Task<string> SayAsync(string name)
    {
        try
        {
            var read = await ManifestReader.ReadAsync(Folder.Inputs(name), null, CancellationToken.None);
            return Said(name, read.Select(resource => $"{resource.Source} {resource.Id.ApiVersion} {resource.Id}\n  {resource.Body.GetRawText()}"));
        }
        catch (UsageException refused)
        {
            return Said(name, refused.Problems.Select(problem => problem.ToString()));
        }
    }

    private static string Said(string name, IEnumerable<string> lines) =>
        string.Concat(lines.Select(line => line + "\n")).Replace(Folder.Path(name) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
