namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Where a comment, or what looks like one, stands.</summary>
/// <param name="Start">Offset of its <c>#</c>; inside a string the start of the line.</param>
/// <param name="End">Offset of the end of its line.</param>
/// <param name="Token">Index of the token before it, or of the token that it is part of; -1 when it comes first.</param>
/// <param name="OwnLine">True when nothing but blanks stands before it.</param>
/// <param name="InsideText">True when it is part of a string and therefore no comment.</param>
internal readonly record struct CommentPlace(int Start, int End, int Token, bool OwnLine, bool InsideText)
{
    /// <summary>The places of a mapped text at which a mark stands, each line of text once.</summary>
    public static IEnumerable<CommentPlace> In(YamlMap map)
    {
        for (var at = map.Start; ;)
        {
            var found = map.Text.AsSpan(at, map.End - at).IndexOfAny(YamlParts.Marks);
            if (found < 0) yield break;
            var place = Around(map, at + found);
            if (place is { } here) yield return here;
            at = LineMap.EndOfLine(map.Text, at + found);
        }
    }

    private static CommentPlace? Around(YamlMap map, int mark)
    {
        var text = map.Text;
        var end = LineMap.EndOfLine(text, mark);
        var index = map.TokenAt(mark);
        // A comment may stand behind the string that holds the first mark of the line: name: kpt-setter # kpt-set: ${x}
        while (index >= 0 && map.Tokens[index].End > mark && !IsBlock(map, index))
        {
            var next = map.Tokens[index].End < end ? text.AsSpan(map.Tokens[index].End, end - map.Tokens[index].End).IndexOfAny(YamlParts.Marks) : -1;
            if (next < 0) return new CommentPlace(LineMap.StartOfLine(text, mark), end, index, false, InsideText: true);
            mark = map.Tokens[index].End + next;
            index = map.TokenAt(mark);
        }

        var line = LineMap.StartOfLine(text, mark);
        var gap = index < 0 ? map.Start : map.Tokens[index].End;
        if (index >= 0 && map.Tokens[index].End > mark)
        {
            // Inside a block scalar; only its header line can carry a comment.
            gap = map.Tokens[index].Start;
            if (LineMap.EndOfLine(text, gap) < mark) return new CommentPlace(line, end, index, false, InsideText: true);
        }

        var from = Math.Max(gap, line);
        var sharp = text.IndexOf('#', from, mark - from);
        return sharp < 0 ? null : new CommentPlace(sharp, end, index, text.AsSpan(line, sharp - line).IsWhiteSpace(), InsideText: false);
    }

    private static bool IsBlock(YamlMap map, int token) =>
        map.Tokens[token].Kind == TokenKind.Scalar && map.Text[map.Tokens[token].Start] is '|' or '>';
}
