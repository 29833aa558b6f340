using KfPipelineTasks.Manifests.Graph;
using KfPipelineTasks.Manifests.Reading;
using KfPipelineTasks.Model;
using TestKit;

namespace KfPipelineTasks.Tests.Manifests.Graph;

/// <summary>Each folder of Cases/Graph: a set, perhaps what the cluster has, and the graph as text.</summary>
public sealed class AdmissionGraphTests
{
    private static readonly CaseFolder Folder = new("Graph");

    public static TheoryData<string> Cases => [.. Folder.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_graph_says(string name)
    {
        var live = File.Exists(Folder.Path(name, "live.yaml")) ? Read(name, "live.yaml") : null;
        Folder.Expect(name, GraphText.Of(AdmissionGraph.Build(Read(name, "set.yaml"), live)));
    }

    [Fact]
    public void A_chain_of_ten_thousand_objects_is_no_trouble()
    {
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(i =>
            $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{i}, namespace: default, annotations: {{config.kubernetes.io/depends-on: /namespaces/default/ConfigMap/c{i + 1}}}}}\n"))
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c10000, namespace: default}\n";
        var graph = AdmissionGraph.Build(ManifestReader.ReadText(text, "chain.yaml", new Problems()));
        Assert.Empty(graph.Problems);
        Assert.Equal(Enumerable.Range(0, 10_001).Select(i => $"c{10_000 - i}"), graph.Nodes.Select(node => node.Resource.Id.Name));
    }

    private static IReadOnlyList<Resource> Read(string name, string file)
    {
        // Two objects with one identity are among the cases: the graph tells them as well, once scopes are known.
        var problems = new Problems();
        var read = ManifestReader.ReadText(Folder.Read(name, file), file, problems);
        Assert.False(problems.Any, string.Join('\n', problems.Found));
        return read;
    }
}
