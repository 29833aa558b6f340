using KfPipelineTasks.Cluster.Fields;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Cluster.Fields;

public sealed class OwnedFieldsCases
{
    private static readonly CaseFolder Folder = new("OwnedFields");

    public static TheoryData<string> Names => [.. Folder.Names];

    /// <summary>A case: the wanted object, the live one, perhaps the definition; expected are the differences an apply would write.</summary>
    [Theory, MemberData(nameof(Names))]
    public void What_an_apply_would_change_is_known_without_asking(string name)
    {
        var definition = File.Exists(Folder.Path(name, "definition.yaml")) ? Read(name, "definition.yaml") : null;
        var found = OwnedFields.Differences(Read(name, "wanted.yaml"), Read(name, "live.yaml"), "kf-pipeline-tasks", definition);
        Folder.Expect(name, found.Count == 0 ? "unchanged\n" : string.Concat(found.Select(d => $"{d.Path}: {d.Live?.GetRawText() ?? "-"} -> {d.Wanted?.GetRawText() ?? "-"}{(d.OnlyOwnership ? " (ownership)" : "")}\n")));
    }

    private static Resource Read(string name, string file)
    {
        var problems = new Problems();
        var read = ManifestReader.ReadText(Folder.Read(name, file), file, problems);
        problems.ThrowIfAny();
        return Assert.Single(read);
    }
}
