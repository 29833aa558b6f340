using System.Text;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Hides the values of Secrets in a text that is shown, line by line: the number of lines stays the same.</summary>
internal static class SecretMask
{
    public static string Apply(string text)
    {
        if (!text.Contains("Secret", StringComparison.Ordinal) && !text.Contains("secretGenerator", StringComparison.Ordinal)) return text;
        try
        {
            var map = YamlMap.Read(text);
            var hidden = Enumerable.Range(0, map.Nodes.Count).Where(n => map.Nodes[n] is { Kind: NodeKind.Scalar, FirstToken: >= 0, Role: not NodeRole.Key } && SecretFields.Holds(map, n));
            return Hide(text, hidden.Select(n => map.Tokens[map.Nodes[n].FirstToken]));
        }
        catch (YamlTextException)
        {
            // Another document of the file is no YAML, so nobody can tell where its Secrets are.
            return Hide(text, [new TokenSpan(TokenKind.Scalar, 0, text.Length)]);
        }
    }

    private static string Hide(string text, IEnumerable<TokenSpan> spans)
    {
        var shown = new StringBuilder(text.Length);
        var from = 0;
        foreach (var span in spans)
        {
            shown.Append(text, from, span.Start - from).Append(SecretFields.Mark);
            foreach (var c in text.AsSpan(span.Start, span.End - span.Start))
            {
                if (LineMap.Breaks.Contains(c)) shown.Append(c);
            }

            from = span.End;
        }

        return shown.Append(text, from, text.Length - from).ToString();
    }
}
