using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Vendoring;

/// <summary>Makes kustomizations refer to copies; every other byte of them stays.</summary>
internal static class ReferenceRewriter
{
    /// <summary>Changes references of one file.</summary>
    /// <param name="file">The kustomization.</param>
    /// <param name="instead">References to change, and the paths that take their place.</param>
    /// <returns>The new text.</returns>
    /// <exception cref="UsageException">A reference is not written on one line.</exception>
    public static string Rewrite(string file, string text, IEnumerable<(RemoteReference Reference, string Path)> instead)
    {
        var lines = text.Split('\n');
        // From the end of a line to its beginning, so that the places before stay where they are.
        foreach (var (reference, path) in instead.OrderByDescending(i => (i.Reference.At.Line, i.Reference.At.Column)))
        {
            var (line, column) = (reference.At.Line - 1, reference.At.Column - 1);
            var start = lines[line].IndexOf(reference.Text, column, StringComparison.Ordinal);
            // Quotes may stand before it, and nothing else.
            if (start < column || start > column + 1)
                throw new UsageException($"{file}:{reference.At.Line}: '{reference.Text}' is not written plainly on one line, and is not changed.", "Write it on one line.");
            lines[line] = string.Concat(lines[line].AsSpan(0, start), path, lines[line].AsSpan(start + reference.Text.Length));
        }

        return string.Join('\n', lines);
    }
}
