using System.Buffers;
using System.Globalization;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>
/// A place in a piece of YAML, and the texts that can stand there. Every method that answers false has met something it does not
/// vouch for: then the whole piece is left to the parser. Texts are good until the next one is read.
/// </summary>
internal sealed class CommonText
{
    // Longer ones are no keys to a YAML parser.
    private const int LongestKey = 1000;

    // What begins something else than a plain text, and what no key of a manifest has in it.
    private static readonly SearchValues<char> Indicators = SearchValues.Create("-?:,[]{}#&*!|>'\"%@`");
    private static readonly SearchValues<char> NotInKeys = SearchValues.Create("[]{},&*!|>'\"%@#`?\n");
    private static readonly SearchValues<char> InBrackets = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-=+$");

    private readonly string _text;
    private readonly int _end;
    private readonly ArrayBufferWriter<char> _joined = new(256);
    private int _lineStart;

    public CommonText(string text, TextPiece piece)
    {
        (_text, At, _end) = (text, piece.Start, piece.Start + piece.Length);
        _lineStart = At;
    }

    /// <summary>Index of the next character.</summary>
    public int At { get; private set; }

    /// <summary>Spaces before the first character of the line that <see cref="NextContent"/> has found; -1 at the end.</summary>
    public int Indent { get; private set; }

    /// <summary>How many characters stand on the line before this one.</summary>
    public int Column => At - _lineStart;

    /// <summary>The next character; a line feed at the end.</summary>
    public char Here => Peek(0);

    /// <summary>True at the mark of an item of a list.</summary>
    public bool AtDash => Here == '-' && Peek(1) is ' ' or '\n';

    /// <summary>True when nothing but a comment is left of the line.</summary>
    public bool AtLineEnd => Here == '\n' || (Here == '#' && _text[At - 1] == ' ');

    /// <summary>False when the piece has characters that YAML gives a meaning of their own, or that are none.</summary>
    public bool HasOnlyOrdinaryCharacters()
    {
        var all = _text.AsSpan(At, _end - At);
        return !all.ContainsAnyInRange('\0', '\t') && !all.ContainsAnyInRange('\v', '\u001F') && !all.ContainsAnyInRange('\u007F', '\u00A0')
            && !all.ContainsAnyInRange('\u2028', '\u2029') && !all.ContainsAnyInRange('\uD800', '\uDFFF') && !all.ContainsAnyInRange('\uFE00', '\uFFFF');
    }

    /// <summary>From the start of a line to the first character of the next one that has something on it.</summary>
    public void NextContent()
    {
        while (At < _end)
        {
            _lineStart = At;
            SkipSpaces();
            if (Here is not ('\n' or '#'))
            {
                Indent = Column;
                return;
            }

            SkipLine();
        }

        Indent = -1;
    }

    public void SkipSpaces()
    {
        while (At < _end && _text[At] == ' ') At++;
    }

    /// <summary>To the start of the next line.</summary>
    public void SkipLine()
    {
        At = Math.Min(LineEnd() + 1, _end);
        _lineStart = At;
    }

    public void Skip(int characters) => At += characters;

    /// <summary>To the start of the next line, if there is nothing but a comment before it.</summary>
    public bool EndLine()
    {
        SkipSpaces();
        if (!AtLineEnd) return false;
        SkipLine();
        return true;
    }

    /// <summary>Passes the line that starts a document, if there is one and nothing else stands on it.</summary>
    public bool SkipDocumentStart()
    {
        if (Indent != 0 || Here is not ('-' or '%')) return true;
        if (Here != '-' || Peek(1) != '-' || Peek(2) != '-') return false;
        At += 3;
        if (!EndLine()) return false;
        NextContent();
        return true;
    }

    /// <summary>True when a key stands here.</summary>
    public bool IsKeyAhead()
    {
        if (Here is '{' or '[' or '|' or '>') return false;
        if (Here is not ('"' or '\'')) return ColonFrom(At) >= 0;
        var at = At;
        var found = Quoted(int.MaxValue, out _) && IsColon(At);
        At = at;
        return found;
    }

    /// <summary>A key and its colon.</summary>
    public bool Key(out ReadOnlySpan<char> key)
    {
        if (Here is '"' or '\'') return Quoted(int.MaxValue, out key) && PassColon();
        key = default;
        var colon = Indicators.Contains(Here) ? -1 : ColonFrom(At);
        if (colon < 0 || colon - At > LongestKey) return false;
        key = _text.AsSpan(At, colon - At);
        At = colon + 1;
        return !key.ContainsAny(NotInKeys) && key[^1] != ' ' && key is not "<<" && YamlScalar.IsText(key);
    }

    /// <summary>A plain text, over as many lines as it goes on.</summary>
    /// <param name="parent">Column of the mapping or list it belongs to.</param>
    public bool Plain(int parent, out ReadOnlySpan<char> text)
    {
        text = default;
        if (Indicators.Contains(Here) && !(Here == '-' && Peek(1) is not (' ' or '\n'))) return false;
        var start = At;
        if (!PlainLine(out var end, out var commented)) return false;
        text = _text.AsSpan(start, end - start);
        if (commented || !GoesOn(parent, out var breaks)) return true;
        _joined.ResetWrittenCount();
        _joined.Write(text);
        do
        {
            Fold(breaks);
            start = At;
            if (!PlainLine(out end, out commented)) return false;
            _joined.Write(_text.AsSpan(start, end - start));
        }
        while (!commented && GoesOn(parent, out breaks));
        text = _joined.WrittenSpan;
        return true;
    }

    /// <summary>A text in quotes.</summary>
    /// <param name="parent">Column of the mapping or list it belongs to: what goes on must stand to the right of it. A number too large for a column forbids more than one line.</param>
    public bool Quoted(int parent, out ReadOnlySpan<char> text)
    {
        var quote = _text[At++];
        var rest = _text.AsSpan(At, _end - At);
        var stop = quote == '"' ? rest.IndexOfAny('"', '\\', '\n') : rest.IndexOfAny('\'', '\n');
        text = default;
        if (stop < 0) return false;
        if (rest[stop] == quote && (quote == '"' || Peek(stop + 1) != '\''))
        {
            text = rest[..stop];
            At += stop + 1;
            return true;
        }

        _joined.ResetWrittenCount();
        while (At < _end && (_text[At] != quote || (quote == '\'' && Peek(1) == '\'')))
        {
            if (!QuotedPart(quote, parent)) return false;
        }

        if (At++ >= _end) return false;
        text = _joined.WrittenSpan;
        return true;
    }

    /// <summary>A text as it stands, below a <c>|</c>.</summary>
    /// <param name="parent">Column of the mapping or list it belongs to.</param>
    public bool Literal(int parent, out ReadOnlySpan<char> text)
    {
        text = default;
        At++;
        var chomp = Here;
        if (chomp is '-' or '+') At++;
        SkipSpaces();
        if (Here != '\n') return false;
        SkipLine();
        var indent = LiteralIndent();
        if (indent <= parent) return false;
        _joined.ResetWrittenCount();
        var kept = 0;
        while (At < _end && LiteralLine(indent))
        {
            if (_text[At - 1] != '\n') return false;
            if (_joined.WrittenCount > 0 && _joined.WrittenSpan[^1] != '\n') kept = _joined.WrittenCount;
            Append('\n');
        }

        text = chomp == '+' ? _joined.WrittenSpan : _joined.WrittenSpan[..(chomp == '-' ? kept : Math.Min(kept + 1, _joined.WrittenCount))];
        return kept > 0;
    }

    /// <summary>A plain text in brackets; only letters, digits and what paths have between them.</summary>
    public bool PlainInBrackets(out ReadOnlySpan<char> text)
    {
        var rest = _text.AsSpan(At, _end - At);
        var length = rest.IndexOfAnyExcept(InBrackets);
        text = length > 0 ? rest[..length] : default;
        if (length <= 0 || (text[0] is '-' or '=' or '+' or '$' && length == 1)) return false;
        At += length;
        return Here is ' ' or ',' or ']' or '}' or ':';
    }

    /// <summary>A colon that has a value behind it.</summary>
    public bool PassColon()
    {
        if (!IsColon(At)) return false;
        At++;
        return true;
    }

    private char Peek(int ahead) => At + ahead < _end ? _text[At + ahead] : '\n';

    private int LineEnd() => _text.AsSpan(At, _end - At).IndexOf('\n') is >= 0 and var length ? At + length : _end;

    private bool IsColon(int at) => at < _end && _text[at] == ':' && (at + 1 == _end || _text[at + 1] is ' ' or '\n');

    // The first colon of the line that ends a key; -1 when there is none.
    private int ColonFrom(int at)
    {
        for (; at < _end && _text[at] != '\n'; at++)
        {
            if (IsColon(at)) return at;
            if (_text[at] == '#' && _text[at - 1] == ' ') return -1;
        }

        return -1;
    }

    // What is left of the line; a colon as behind a key would make it something else.
    private bool PlainLine(out int end, out bool commented)
    {
        (end, commented) = (LineEnd(), false);
        for (var at = At; at < end; at++)
        {
            var next = _text.AsSpan(at, end - at).IndexOfAny(':', '#');
            if (next < 0) break;
            at += next;
            if (IsColon(at)) return false;
            if (_text[at] != '#' || _text[at - 1] != ' ') continue;
            (end, commented) = (at, true);
        }

        var start = At;
        SkipLine();
        while (end > start && _text[end - 1] == ' ') end--;
        return true;
    }

    // True when the text of the lines before goes on here; then the first character of its next line is next.
    private bool GoesOn(int parent, out int breaks)
    {
        var at = At;
        for (breaks = 1; at < _end; breaks++)
        {
            var start = at;
            while (at < _end && _text[at] == ' ') at++;
            if (at == _end) return false;
            if (_text[at] != '\n')
            {
                if (at - start <= parent || _text[at] == '#') return false;
                (At, _lineStart) = (at, start);
                return true;
            }

            at++;
        }

        return false;
    }

    private bool QuotedPart(char quote, int parent)
    {
        switch (_text[At])
        {
            case '\'' when quote == '\'':
                Append('\'');
                At += 2;
                return true;
            case '\\' when quote == '"':
                return Escape(parent);
            case '\n':
                return QuotedBreak(parent);
            case ' ':
                var from = At;
                SkipSpaces();
                // Blanks before a line break do not count.
                if (Here != '\n') _joined.Write(_text.AsSpan(from, At - from));
                return true;
            default:
                var rest = _text.AsSpan(At, _end - At);
                var length = rest[1..].IndexOfAny(quote == '"' ? "\" \\\n" : "' \n") + 1;
                if (length == 0) return false;
                _joined.Write(rest[..length]);
                At += length;
                return true;
        }
    }

    private bool QuotedBreak(int parent)
    {
        At++;
        if (!GoesOn(parent, out var breaks)) return false;
        Fold(breaks);
        return true;
    }

    private bool Escape(int parent)
    {
        var letter = Peek(1);
        At += 2;
        switch (letter)
        {
            case '"' or '\\' or ' ':
                Append(letter);
                return true;
            case 'n':
                Append('\n');
                return true;
            case 't':
                Append('\t');
                return true;
            case 'r':
                Append('\r');
                return true;
            case 'x':
                return Code(2);
            case 'u':
                return Code(4);
            case '\n':
                return GoesOn(parent, out var breaks) && breaks == 1;
            default:
                return false;
        }
    }

    private bool Code(int digits)
    {
        if (At + digits > _end || !ushort.TryParse(_text.AsSpan(At, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || char.IsSurrogate((char)code)) return false;
        Append((char)code);
        At += digits;
        return true;
    }

    // The first line with something on it says how far the text is indented. Blank lines before it must have nothing on them.
    private int LiteralIndent()
    {
        var start = At;
        while (start < _end && _text[start] == '\n') start++;
        var at = start;
        while (at < _end && _text[at] == ' ') at++;
        return at < _end && _text[at] != '\n' ? at - start : -1;
    }

    // False at the first line that does not belong to the text; leaves out the line break.
    private bool LiteralLine(int indent)
    {
        var end = LineEnd();
        var start = At;
        while (start < end && start - At < indent && _text[start] == ' ') start++;
        if (start < end && start - At < indent) return false;
        _joined.Write(_text.AsSpan(start, end - start));
        SkipLine();
        return true;
    }

    private void Fold(int breaks)
    {
        if (breaks == 1) Append(' ');
        for (var i = 1; i < breaks; i++) Append('\n');
    }

    private void Append(char c)
    {
        _joined.GetSpan(1)[0] = c;
        _joined.Advance(1);
    }
}
