using KfPipelineTasks.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>Reads what is no manifest but YAML all the same, with places.</summary>
internal static class YamlLists
{
    /// <summary>The texts of a list at the top of a file.</summary>
    /// <param name="problems">Is told when the file is no YAML.</param>
    public static List<(string Text, SourcePosition At)> Texts(string text, string file, string key, Problems problems) =>
        [.. Scalars(text, file, problems).Where(scalar => scalar.Path.Count == 2 && scalar.Path[0] == key && scalar.Path[1] == "").Select(scalar => (scalar.Text, scalar.At))];

    /// <summary>Every scalar of a file: the keys that lead to it (empty for an item of a list), its text and its place.</summary>
    public static List<(IReadOnlyList<string> Path, string Text, SourcePosition At)> Scalars(string text, string file, Problems problems)
    {
        var found = new List<(IReadOnlyList<string>, string, SourcePosition)>();
        try
        {
            using var reader = new StringReader(text);
            foreach (var nodes in YamlNodes.ReadAll(reader)) Walk(nodes, YamlNodes.Root, [], file, found);
        }
        catch (YamlException broken)
        {
            problems.Add(broken.Message, new SourcePosition(file, (int)broken.Start.Line, (int)broken.Start.Column));
        }

        return found;
    }

    private static void Walk(YamlNodes nodes, int node, List<string> path, string file, List<(IReadOnlyList<string> Path, string Text, SourcePosition At)> found)
    {
        // What is inside an anchored node is seen where it stands; an alias adds nothing.
        switch (nodes[node])
        {
            case Scalar scalar:
                found.Add(([.. path], scalar.Value, new SourcePosition(file, (int)scalar.Start.Line, (int)scalar.Start.Column)));
                break;
            case MappingStart:
                for (var key = node + 1; nodes.IsNode(key); key = nodes.After(nodes.After(key)))
                {
                    path.Add((nodes[key] as Scalar)?.Value ?? "");
                    Walk(nodes, nodes.After(key), path, file, found);
                    path.RemoveAt(path.Count - 1);
                }

                break;
            case SequenceStart:
                path.Add("");
                for (var item = node + 1; nodes.IsNode(item); item = nodes.After(item)) Walk(nodes, item, path, file, found);
                path.RemoveAt(path.Count - 1);
                break;
        }
    }
}
