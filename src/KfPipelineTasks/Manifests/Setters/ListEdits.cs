using System.Text;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>The edits that give a list other items. A list in brackets stays in brackets, a list with dashes keeps its indentation.</summary>
internal static class ListEdits
{
    /// <returns>No edits when the items are the same already; null when the list cannot be written there.</returns>
    public static IReadOnlyList<TextEdit>? For(YamlMap map, int index, ListValue list, CommentPlace place, out string? wrong)
    {
        wrong = null;
        if (NodeComparison.SameTree(map, index, list.Map, list.Node)) return [];
        var node = map.Nodes[index];
        if (!node.IsFlow) return list.IsEmpty ? Emptied(map, node, place, out wrong) : [Rewritten(map, node, list)];
        // Brackets with nothing between them have no manner to keep; kpt writes dashes then, and so do comments demand.
        var wantsDashes = !list.IsEmpty && (node.Next == index + 1 || list.HasComments);
        return wantsDashes && !map.IsInsideFlow(index) && map.Nodes[node.Parent].FirstToken >= 0 && GapBefore(map, node) is { } gap
            ? WithDashes(map, index, list, gap, place)
            : [ScalarEdits.Replace(map.Text, Extent(map, node).Start, Extent(map, node).End, FlowText.Of(list.Map, list.Node, insideFlow: false))];
    }

    /// <summary>Text of a list as it is written now.</summary>
    public static string SourceOf(YamlMap map, int index)
    {
        var (start, end) = Extent(map, map.Nodes[index]);
        return map.Text[start..end];
    }

    // From the first bracket or dash to the last bracket or to the end of the last line with an item.
    private static (int Start, int End) Extent(YamlMap map, in YamlNode node)
    {
        var (first, last) = (map.Tokens[node.FirstToken], map.Tokens[node.LastToken]);
        if (node.IsFlow) return (first.Start, last.End);
        if (!LineMap.Breaks.Contains(map.Text[last.End - 1])) return (first.Start, LineMap.EndOfLine(map.Text, last.End));
        // The last item is a block scalar: its token includes the line break, and blank lines that are not its own.
        var end = BlockScalarEdits.ContentEnd(map.Text, last.Start, last.End);
        while (LineMap.Breaks.Contains(map.Text[end - 1])) end--;
        return (first.Start, end);
    }

    private static TextEdit Rewritten(YamlMap map, in YamlNode node, ListValue list)
    {
        var (start, end) = Extent(map, node);
        var items = Items(list, start - LineMap.StartOfLine(map.Text, start), LineMap.BreakAt(map.Text, start), atEnd: end == map.Text.Length);
        return ScalarEdits.Replace(map.Text, start, end, items.TrimStart(' '));
    }

    private static IReadOnlyList<TextEdit>? Emptied(YamlMap map, in YamlNode node, CommentPlace place, out string? wrong)
    {
        var (start, end) = Extent(map, node);
        var line = LineMap.StartOfLine(map.Text, start);
        wrong = map.Text.AsSpan(line, start - line).IsWhiteSpace() ? null : "cannot be written where the list stands";
        if (wrong is not null) return null;
        var bracket = new TextEdit(map.Tokens[place.Token].End, "", " []");
        var after = LineMap.AfterBreak(map.Text, end);
        // At the end of a file without a final line break, the break before the items goes.
        return after > end
            ? [bracket, ScalarEdits.Replace(map.Text, line, after, "")]
            : [bracket, ScalarEdits.Replace(map.Text, line - (map.Text[line - 1] == '\n' && map.Text[line - 2] == '\r' ? 2 : 1), end, "")];
    }

    // "k: [] # kpt-set: ${x}" becomes "k: # kpt-set: ${x}" with the items below.
    private static IReadOnlyList<TextEdit> WithDashes(YamlMap map, int index, ListValue list, int gap, CommentPlace place)
    {
        var newLine = LineMap.BreakAt(map.Text, place.End);
        var items = Items(list, BlockScalarEdits.ParentIndent(map, index) + Offset(map), newLine, atEnd: place.End == map.Text.Length);
        return [ScalarEdits.Replace(map.Text, gap, Extent(map, map.Nodes[index]).End, ""), new TextEdit(place.End, "", newLine + items)];
    }

    // Where the text before the bracket ends; null when a comment stands between.
    private static int? GapBefore(YamlMap map, in YamlNode node)
    {
        var before = map.Tokens[node.FirstToken - 1].End;
        return map.Text.AsSpan(before, map.Tokens[node.FirstToken].Start - before).IsWhiteSpace() ? before : null;
    }

    // How far the document indents lists below their key; not at all when it has none.
    private static int Offset(YamlMap map)
    {
        var first = map.Nodes.FindIndex(n => n is { Kind: NodeKind.List, Role: NodeRole.Value, IsFlow: false });
        return first < 0 ? 0 : Math.Max(0, BlockScalarEdits.Column(map, map.Nodes[first].FirstToken) - BlockScalarEdits.ParentIndent(map, first));
    }

    private static string Items(ListValue list, int indent, string newLine, bool atEnd)
    {
        var (map, node) = (list.Map, list.Map.Nodes[list.Node]);
        // A block scalar needs a line break behind it, which the end of a file may not have.
        if (node.IsFlow || (atEnd && LineMap.Breaks.Contains(map.Text[map.Tokens[node.LastToken].End - 1])))
            return string.Join(newLine, map.Children(list.Node).Select(item => $"{new string(' ', indent)}- {FlowText.Of(map, item, insideFlow: false)}"));
        var (start, end) = Extent(map, node);
        var column = start - LineMap.StartOfLine(map.Text, start);
        var items = new StringBuilder().Append(' ', indent);
        var lines = map.Text[start..end].ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (i == 0)
            {
                items.Append(lines[i]);
                continue;
            }

            items.Append(newLine);
            var blanks = 0;
            while (blanks < column && blanks < lines[i].Length && lines[i][blanks] == ' ') blanks++;
            if (blanks < lines[i].Length) items.Append(' ', indent).Append(lines[i].AsSpan(blanks));
        }

        return items.ToString();
    }
}
