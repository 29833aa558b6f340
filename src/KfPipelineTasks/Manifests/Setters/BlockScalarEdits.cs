using System.Text;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Edits of <c>|</c> and <c>&gt;</c> scalars, whose text stands on the lines below their comment.</summary>
internal static class BlockScalarEdits
{
    /// <summary>Gives a block scalar another text; it becomes a quoted scalar when the text cannot stand in a block.</summary>
    public static IEnumerable<TextEdit> Rewrite(YamlMap map, int index, string after)
    {
        var (text, token) = (map.Text, map.Tokens[map.Nodes[index].FirstToken]);
        var head = token.Start + 1;
        while (head < text.Length && (text[head] is '+' or '-' || char.IsAsciiDigit(text[head]))) head++;
        var headLine = LineMap.EndOfLine(text, head);
        var body = LineMap.AfterBreak(text, headLine);
        var indicators = text[token.Start..head];
        var bodyEnd = indicators.Contains('+', StringComparison.Ordinal) ? token.End : ContentEnd(text, body, token.End);
        var endsInBreak = bodyEnd > body ? LineMap.Breaks.Contains(text[bodyEnd - 1]) : body > headLine;
        if (!CanBeLiteral(after) || (!endsInBreak && after.EndsWith('\n')))
        {
            yield return ScalarEdits.Replace(text, token.Start, head, ScalarText.DoubleQuoted(after));
            // Without a final line break in the file there shall be none afterwards either.
            yield return endsInBreak ? ScalarEdits.Replace(text, body, bodyEnd, "") : ScalarEdits.Replace(text, headLine, bodyEnd, "");
            yield break;
        }

        var newLine = LineMap.BreakAt(text, head);
        var block = Lines(after, Indent(map, index, indicators, body, bodyEnd), newLine);
        yield return ScalarEdits.Replace(text, token.Start, head, (indicators[0] == '>' && CanBeFolded(after) ? ">" : "|") + Chomping(after));
        yield return ScalarEdits.Replace(text, body, bodyEnd, (body == headLine ? newLine : "") + block + (endsInBreak ? newLine : ""));
    }

    /// <summary>Turns an unquoted scalar into a block below its comment, for a text of several lines; null when the text cannot stand in a block.</summary>
    public static IEnumerable<TextEdit>? Insert(YamlMap map, int index, string after, CommentPlace place)
    {
        var (text, token) = (map.Text, map.Tokens[map.Nodes[index].FirstToken]);
        if (!CanBeLiteral(after) || (place.End == text.Length && after.EndsWith('\n'))) return null;
        // The rare line breaks (NEL, LS, PS) would become part of the block's text.
        if (place.End < text.Length && text[place.End] is not ('\n' or '\r')) return null;
        var block = LineMap.BreakAt(text, place.End) + Lines(after, ParentIndent(map, index) + 2, LineMap.BreakAt(text, place.End));
        return [ScalarEdits.Replace(text, token.Start, token.End, "|" + Chomping(after)), new TextEdit(place.End, "", block)];
    }

    /// <summary>Column of the key or dash that the node hangs on; 0 for a document that is a scalar.</summary>
    public static int ParentIndent(YamlMap map, int index)
    {
        var node = map.Nodes[index];
        if (node.Role == NodeRole.Root) return 0;
        var token = node.Role == NodeRole.Value ? map.Nodes[node.Parent].FirstToken : node.FirstToken;
        while (node.Role == NodeRole.Item && map.Tokens[token].Kind != TokenKind.Dash) token--;
        return Column(map, token);
    }

    public static int Column(YamlMap map, int token) => map.Tokens[token].Start - LineMap.StartOfLine(map.Text, map.Tokens[token].Start);

    /// <summary>Offset behind the last line of a block that is not blank, its line break included.</summary>
    public static int ContentEnd(string text, int body, int end)
    {
        while (end > body && char.IsWhiteSpace(text[end - 1])) end--;
        return end == body ? body : LineMap.AfterBreak(text, LineMap.EndOfLine(text, end));
    }

    private static int Indent(YamlMap map, int index, string indicators, int body, int end)
    {
        var content = body;
        while (content < end && char.IsWhiteSpace(map.Text[content])) content++;
        // An indentation indicator means that the first line is indented deeper than the block.
        return content == end || indicators.Any(char.IsAsciiDigit)
            ? ParentIndent(map, index) + 2
            : content - LineMap.StartOfLine(map.Text, content);
    }

    private static bool CanBeFolded(string text) => text.TrimEnd('\n').IndexOf('\n', StringComparison.Ordinal) < 0;

    // A block starts with its indentation, so its first line must have none, and it cannot escape anything.
    private static bool CanBeLiteral(string text) =>
        text.Length > 0 && !char.IsWhiteSpace(text[0]) && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && text.All(c => c is '\n' or '\t' || ScalarText.IsPrintable(c));

    private static string Chomping(string text) => text.EndsWith('\n') ? "" : "-";

    private static string Lines(string text, int indent, string newLine)
    {
        var block = new StringBuilder();
        var body = text.EndsWith('\n') ? text[..^1] : text;
        foreach (var line in body.Split('\n'))
        {
            if (block.Length > 0) block.Append(newLine);
            if (line.Length > 0) block.Append(' ', indent).Append(line);
        }

        return block.ToString();
    }
}
