namespace KfPipelineTasks.Manifests.Setters;

/// <summary>The value of a list setter: a YAML sequence.</summary>
internal sealed class ListValue
{
    private ListValue(YamlMap map, int node) => (Map, Node) = (map, node);

    public YamlMap Map { get; }

    /// <summary>Index of the list in <see cref="Map"/>.</summary>
    public int Node { get; }

    public bool IsEmpty => Map.Nodes[Node].Next == Node + 1;

    /// <summary>True when the text carries comments, which only a block list can keep.</summary>
    public bool HasComments { get; private init; }

    /// <summary>Reads a value; an empty text is an empty list.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="wrong">What is wrong with it, to follow "the value".</param>
    public static ListValue? Parse(string text, out string? wrong)
    {
        wrong = null;
        try
        {
            var map = YamlMap.Read(text.Trim().Length == 0 ? "[]" : text.TrimEnd() + "\n");
            wrong = Problem(map);
            return wrong is null ? new ListValue(map, 1) { HasComments = CommentsOf(map) } : null;
        }
        catch (YamlTextException broken)
        {
            wrong = $"is no YAML list: {broken.Message.TrimEnd('.')}";
            return null;
        }
    }

    private static string? Problem(YamlMap map)
    {
        if (map.Documents().Count() != 1 || map.Nodes[1].Kind != NodeKind.List) return "is no YAML list";
        if (map.Nodes.Any(n => n.Kind == NodeKind.Alias || n.Anchor is not null || n.Tag is not null)) return "uses anchors, aliases or tags";
        return YamlParts.MaySet(map.Text) && CommentPlace.In(map).Any(p => !p.InsideText && SetterComment.Read(map.Text[p.Start..p.End], p.OwnLine, new SharedTexts()).Pattern is not null)
            ? "holds a setter comment of its own" : null;
    }

    private static bool CommentsOf(YamlMap map)
    {
        var gap = 0;
        foreach (var token in map.Tokens)
        {
            if (map.Text.AsSpan(gap, token.Start - gap).Contains('#')) return true;
            gap = token.End;
        }

        return map.Text.AsSpan(gap).Contains('#');
    }
}
