namespace KfPipelineTasks.Manifests.Setters;

/// <summary>What a setter comment belongs to: the value that ends on its line, or the list that its key line begins.</summary>
/// <param name="Node">Index of a scalar or of a list; -1 when there is nothing that could be set.</param>
/// <param name="Wrong">Why there is nothing; null when there is.</param>
/// <param name="Next">What to do about it.</param>
internal readonly record struct SetterTarget(int Node, string? Wrong = null, string? Next = null)
{
    private const string Behind = "Put the comment behind a value, on the same line.";

    public static SetterTarget Of(YamlMap map, CommentPlace place)
    {
        if (place.Token >= 0 && map.Tokens[place.Token] is { Kind: TokenKind.Scalar } header && header.End > place.Start)
            return OfScalar(map, header.Node);
        if (place.OwnLine || place.Token < 0) return new SetterTarget(-1, "it stands on a line of its own", Behind);
        var token = place.Token;
        // "[a, # kpt-set: ${x}": the comma belongs to the item before it.
        if (map.Tokens[token].Kind == TokenKind.Comma && LineMap.EndOfLine(map.Text, map.Tokens[token - 1].End) == place.End) token--;
        return map.Tokens[token] switch
        {
            { Kind: TokenKind.Scalar } scalar => OfScalar(map, scalar.Node),
            { Kind: TokenKind.CloseList } list => OfList(map, list.Node),
            { Kind: TokenKind.CloseMap } template when map.Text.AsSpan(map.StartOf(map.Nodes[template.Node])).StartsWith("{{") =>
                new SetterTarget(-1, "the value is an expression of a template", "Render the template first, or hide the file with .krmignore."),
            { Kind: TokenKind.CloseMap } => new SetterTarget(-1, "a map cannot be set", "Put setter comments behind the map's values, one a line."),
            { Kind: TokenKind.Alias } => new SetterTarget(-1, "the value is an alias", "Put the comment where the anchor is."),
            { Kind: TokenKind.Colon or TokenKind.Anchor or TokenKind.Tag } => OfKeyLine(map, token),
            _ => new SetterTarget(-1, "there is no value before it on its line", Behind),
        };
    }

    private static SetterTarget OfScalar(YamlMap map, int node) => node < 0
        ? new SetterTarget(-1, "the entry has no key", "Write the entry as 'key: value'.")
        : map.Nodes[node].Role == NodeRole.Key ? new SetterTarget(-1, "it stands behind a key", Behind) : new SetterTarget(node);

    private static SetterTarget OfList(YamlMap map, int node) => map.Nodes[node].Role == NodeRole.Value
        ? new SetterTarget(node)
        : new SetterTarget(-1, "only a list that is the value of a key can be set", "Put setter comments behind its items, one a line.");

    private static SetterTarget OfKeyLine(YamlMap map, int token)
    {
        if (map.ListAt(token + 1) is var list and >= 0) return new SetterTarget(list);
        var key = map.Tokens[token].Kind == TokenKind.Colon && token > 0 ? map.Tokens[token - 1].Node : -1;
        if (key < 0 || map.Nodes[key].Role != NodeRole.Key || map.Nodes[key].Next >= map.Nodes[map.Nodes[key].Parent].Next) return new SetterTarget(-1, "there is no value before it on its line", Behind);
        var value = map.Nodes[map.Nodes[key].Next];
        return value switch
        {
            { Kind: NodeKind.Map } => new SetterTarget(-1, $"the value of '{map.Nodes[key].Text}' is a map", "Put setter comments behind the map's values."),
            { FirstToken: < 0 } => new SetterTarget(-1, $"'{map.Nodes[key].Text}' has no value", "Write a value to be replaced, such as \"\", before the comment."),
            _ => new SetterTarget(-1, $"the value of '{map.Nodes[key].Text}' stands on another line", Behind),
        };
    }
}
