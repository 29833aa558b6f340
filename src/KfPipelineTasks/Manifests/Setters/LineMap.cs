using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Turns offsets of a text into lines and columns. Line breaks are YAML's: LF, CRLF, CR, and the rare NEL, LS and PS.</summary>
internal sealed class LineMap
{
    internal static readonly System.Buffers.SearchValues<char> Breaks = System.Buffers.SearchValues.Create("\n\r\u0085\u2028\u2029");

    private readonly string _text;
    private readonly string _file;
    private readonly List<int> _starts = [];

    public LineMap(string text, string file)
    {
        (_text, _file) = (text, file);
        _starts.Add(text.StartsWith('\uFEFF') ? 1 : 0);
        for (var from = _starts[0]; text.AsSpan(from).IndexOfAny(Breaks) is var at and >= 0;)
        {
            from = AfterBreak(text, from + at);
            _starts.Add(from);
        }
    }

    /// <summary>Number of lines; a final line break does not begin another one.</summary>
    public int Count => _starts.Count > 1 && _starts[^1] == _text.Length ? _starts.Count - 1 : _starts.Count;

    /// <summary>First line is 0.</summary>
    public int LineOf(int offset)
    {
        var found = _starts.BinarySearch(offset);
        return found >= 0 ? found : Math.Max(0, ~found - 1);
    }

    public int StartOf(int line) => line < _starts.Count ? _starts[line] : _text.Length;

    public SourcePosition At(int offset)
    {
        var line = LineOf(offset);
        return new SourcePosition(_file, line + 1, offset - _starts[line] + 1);
    }

    /// <summary>Offset of the line break that ends the line around <paramref name="offset"/>, or the end of the text.</summary>
    public static int EndOfLine(string text, int offset) =>
        text.AsSpan(offset).IndexOfAny(Breaks) is var at and >= 0 ? offset + at : text.Length;

    /// <summary>Offset behind the line break at <paramref name="offset"/>; the same offset at the end of the text.</summary>
    public static int AfterBreak(string text, int offset) =>
        offset >= text.Length ? text.Length
        : text[offset] == '\r' && offset + 1 < text.Length && text[offset + 1] == '\n' ? offset + 2 : offset + 1;

    /// <summary>Offset of the first character of the line around <paramref name="offset"/>.</summary>
    public static int StartOfLine(string text, int offset)
    {
        var start = text.AsSpan(0, offset).LastIndexOfAny(Breaks) + 1;
        return start == 0 && text.StartsWith('\uFEFF') ? 1 : start;
    }

    /// <summary>The line break to use beside the one at <paramref name="offset"/>.</summary>
    public static string BreakAt(string text, int offset)
    {
        var at = EndOfLine(text, offset);
        if (at == text.Length && (at = text.AsSpan().IndexOfAny(Breaks)) < 0) return "\n";
        return text[at..AfterBreak(text, at)] is "\r\n" ? "\r\n" : "\n";
    }
}
