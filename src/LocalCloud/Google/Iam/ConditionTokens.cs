namespace LocalCloud.Google.Iam;

/// <summary>Cuts a condition into words, signs and quoted strings.</summary>
internal static class ConditionTokens
{
    private static readonly string[] Signs = ["&&", "||", "==", "!=", "<=", ">="];

    /// <exception cref="FormatException">A string does not end.</exception>
    public static IReadOnlyList<string> Of(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var length = LengthAt(text, at);
            if (!char.IsWhiteSpace(text[at])) tokens.Add(text.Substring(at, length));
            at += length;
        }

        return tokens;
    }

    private static int LengthAt(string text, int at)
    {
        var first = text[at];
        if (first is '\'' or '"')
        {
            var end = text.IndexOf(first, at + 1);
            return end < 0 ? throw new FormatException("A string does not end.") : end - at + 1;
        }

        if (char.IsLetterOrDigit(first) || first == '_')
        {
            var end = at;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
            return end - at;
        }

        return Signs.Any(sign => string.CompareOrdinal(text, at, sign, 0, 2) == 0) ? 2 : 1;
    }
}
