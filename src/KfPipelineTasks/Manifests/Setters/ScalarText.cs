using System.Buffers;
using System.Globalization;
using System.Text;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Writes a value as a YAML scalar on one line.</summary>
internal static class ScalarText
{
    private static readonly SearchValues<char> Indicators = SearchValues.Create("[]{}#&*!|>'\"%@`,");
    private static readonly SearchValues<char> FlowMarks = SearchValues.Create(",[]{}?");

    /// <summary>True when <paramref name="text"/> reads back as itself without quotes.</summary>
    public static bool CanBePlain(string text, bool insideFlow)
    {
        if (text.Length == 0 || text[0] is ' ' or '\t' || text[^1] is ' ' or '\t' or ':') return false;
        if (Indicators.Contains(text[0])) return false;
        if (text[0] is '-' or '?' or ':' && (text.Length == 1 || !IsWordLike(text[1]))) return false;
        if (text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal)) return false;
        if (text.Contains(": ", StringComparison.Ordinal) || text.Contains(" #", StringComparison.Ordinal)) return false;
        return IsPrintable(text.AsSpan()) && !(insideFlow && text.AsSpan().IndexOfAny(FlowMarks) >= 0);
    }

    public static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append(@"\n"),
                '\r' => quoted.Append(@"\r"),
                '\t' => quoted.Append(@"\t"),
                _ when !IsPrintable(c) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>In single quotes where those can hold the text, else in double ones.</summary>
    public static string SingleQuoted(string text) =>
        !IsPrintable(text.AsSpan()) ? DoubleQuoted(text) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Quotes for a text that does not read back without them.</summary>
    public static string Quoted(string text) => text.Length == 0 ? "\"\"" : SingleQuoted(text);

    /// <summary>False for control characters and line breaks: they need an escape.</summary>
    public static bool IsPrintable(char c) =>
        c is not (< ' ' or (>= '\u007F' and <= '\u009F') or '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');

    private static bool IsPrintable(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsPrintable(c)) return false;
        }

        return true;
    }

    private static bool IsWordLike(char c) => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/';
}
