using KfPipelineTasks.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>
/// Finds the line of a field the API server complains about: <c>spec.ports[0].port</c>,
/// <c>.spec.containers[name="main"].image</c>, <c>metadata.labels[app.kubernetes.io/name]</c>. Reads the file again, and
/// only the document in question: nothing has to be remembered for the objects nobody complains about.
/// </summary>
public static class FieldLocator
{
    /// <summary>
    /// Where the field stands; for a field the manifest does not have (a required one), the nearest field around it. Null when
    /// the object has no file, or the file has changed beyond recognition.
    /// </summary>
    /// <param name="resource">An object that was read from a file.</param>
    /// <param name="fieldPath">The path as the server writes it.</param>
    public static SourcePosition? Locate(Resource resource, string fieldPath)
    {
        if (resource.Source is not { Line: > 0 } source || !File.Exists(source.File)) return resource.Source;
        return Locate(File.ReadAllText(source.File), source, fieldPath);
    }

    /// <summary>The same, for a text that is at hand.</summary>
    public static SourcePosition? Locate(string text, SourcePosition source, string fieldPath)
    {
        var piece = DocumentSplitter.Split(text).LastOrDefault(p => p.FirstLine <= source.Line);
        if (piece.Length == 0) return null;
        try
        {
            using var reader = new PieceReader(text, piece);
            foreach (var nodes in YamlNodes.ReadAll(reader))
            {
                if (FindStart(nodes, source.Line - piece.FirstLine + 1, source.Column) is not { } start) continue;
                var mark = new FieldWalk(nodes, fieldPath).From(start);
                return new SourcePosition(source.File, piece.FirstLine - 1 + (int)mark.Line, (int)mark.Column);
            }
        }
        catch (YamlException)
        {
            // JSON that is no YAML, or a file that has been broken since: the object's own place is the best answer.
            return source;
        }

        return null;
    }

    private static int? FindStart(YamlNodes nodes, int line, int column)
    {
        for (var node = YamlNodes.Root; node < nodes.Count; node++)
        {
            if (nodes[node] is MappingStart && nodes.Mark(node).Line == line && nodes.Mark(node).Column == column) return node;
        }

        return null;
    }
}
