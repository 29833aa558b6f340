using YamlDotNet.Core;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>The edits that give a scalar another text and leave its quotes, its anchor and its comment as they are.</summary>
internal static class ScalarEdits
{
    public static IEnumerable<TextEdit> For(YamlMap map, int index, string after, SetterTyping typing, CommentPlace place)
    {
        var node = map.Nodes[index];
        var token = map.Tokens[node.FirstToken];
        if (typing == SetterTyping.Kpt && TagEdit(map, node) is { } untag) yield return untag;
        var insideFlow = map.IsInsideFlow(index);
        var edits = node.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => BlockScalarEdits.Rewrite(map, index, after),
            ScalarStyle.Plain when !insideFlow && after.Contains('\n', StringComparison.Ordinal) => BlockScalarEdits.Insert(map, index, after, place),
            _ => null,
        };
        foreach (var edit in edits ?? [Replace(map.Text, token.Start, token.End, OneLine(node, after, typing, insideFlow))]) yield return edit;
    }

    public static TextEdit Replace(string text, int start, int end, string by) => new(start, text[start..end], by);

    private static string OneLine(in YamlNode node, string after, SetterTyping typing, bool insideFlow)
    {
        if (node.Style == ScalarStyle.SingleQuoted) return ScalarText.SingleQuoted(after);
        if (node.Style != ScalarStyle.Plain) return ScalarText.DoubleQuoted(after);
        if (!ScalarText.CanBePlain(after, insideFlow)) return ScalarText.Quoted(after);
        var staysString = typing == SetterTyping.Kpt || node.Tag is not null
            || PlainTypes.Of(node.Text!) != PlainType.String || PlainTypes.Of(after) == PlainType.String;
        return staysString ? after : ScalarText.DoubleQuoted(after);
    }

    private static TextEdit? TagEdit(YamlMap map, in YamlNode node)
    {
        if (node.Tag is null) return null;
        var token = node.FirstToken - 1;
        if (map.Tokens[token].Kind != TokenKind.Tag) token--;
        var (start, end) = (map.Tokens[token].Start, map.Tokens[token].End);
        while (end < map.Text.Length && map.Text[end] is ' ' or '\t') end++;
        return Replace(map.Text, start, end, "");
    }
}
