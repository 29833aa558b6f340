using System.Buffers;
using System.Text.Json;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>
/// Turns the YAML that manifests are mostly written in straight into JSON: block mappings and lists, plain, quoted and literal
/// texts, short lists and maps in brackets. It vouches for nothing else (anchors, tags, merges, folded texts, anything broken):
/// such a piece is left to the parser, which knows all of YAML and says what is wrong, and takes ten times as long.
/// </summary>
internal sealed class CommonYaml
{
    // Deeper ones are left to the parser, which counts.
    private const int Deepest = ReadLimits.Depth / 2;

    private readonly CommonText _text;
    private readonly Utf8JsonWriter _json;
    private readonly Stack<HashSet<string>> _spareSets = [];
    private int _depth;

    private CommonYaml(CommonText text, Utf8JsonWriter json) => (_text, _json) = (text, json);

    /// <summary>Reads a piece that holds at most one document.</summary>
    /// <param name="at">Index of the document's first character.</param>
    /// <returns>The document as UTF-8 JSON, nothing for an empty one; null when the parser has to read the piece.</returns>
    public static ReadOnlyMemory<byte>? Read(string text, TextPiece piece, out int at)
    {
        var place = new CommonText(text, piece);
        at = piece.Start;
        if (!place.HasOnlyOrdinaryCharacters()) return null;
        place.NextContent();
        if (!place.SkipDocumentStart()) return null;
        at = place.At;
        if (place.Indent < 0) return ReadOnlyMemory<byte>.Empty;
        // JSON is about half as long as the same in YAML.
        var buffer = new ArrayBufferWriter<byte>((piece.Length / 2) + 256);
        using var json = new Utf8JsonWriter(buffer, YamlToJson.Options);
        if (!new CommonYaml(place, json).Document()) return null;
        json.Flush();
        return buffer.WrittenMemory;
    }

    // What is no mapping is no manifest: the parser says so.
    private bool Document()
    {
        if (_text.Here != '{') return _text.IsKeyAhead() && Mapping() && _text.Indent < 0;
        if (!InBrackets() || !_text.EndLine()) return false;
        _text.NextContent();
        return _text.Indent < 0;
    }

    private bool Node(int parent)
    {
        if (_text.AtDash) return List();
        if (_text.IsKeyAhead()) return Mapping();
        if (!Value(parent)) return false;
        _text.NextContent();
        return true;
    }

    private bool Mapping()
    {
        if (++_depth > Deepest) return false;
        var column = _text.Column;
        var seen = _spareSets.Count > 0 ? _spareSets.Pop() : [];
        _json.WriteStartObject();
        do
        {
            if (!Member(seen, column)) return false;
        }
        while (_text.Indent == column);
        _json.WriteEndObject();
        seen.Clear();
        _spareSets.Push(seen);
        _depth--;
        return _text.Indent < column;
    }

    private bool Member(HashSet<string> seen, int column)
    {
        if (!_text.Key(out var key) || !seen.Add(new string(key))) return false;
        _json.WritePropertyName(key);
        _text.SkipSpaces();
        if (_text.AtLineEnd) return Below(column, listsToo: true);
        if (!Value(column)) return false;
        _text.NextContent();
        return true;
    }

    private bool List()
    {
        if (++_depth > Deepest) return false;
        var column = _text.Column;
        _json.WriteStartArray();
        do
        {
            _text.Skip(1);
            _text.SkipSpaces();
            if (!(_text.AtLineEnd ? Below(column, listsToo: false) : Node(column))) return false;
        }
        while (_text.Indent == column && _text.AtDash);
        _json.WriteEndArray();
        _depth--;
        return _text.Indent <= column;
    }

    // A list may stand right below its key.
    private bool Below(int column, bool listsToo)
    {
        _text.SkipLine();
        _text.NextContent();
        if (_text.Indent > column) return Node(column);
        if (listsToo && _text.Indent == column && _text.AtDash) return List();
        _json.WriteNullValue();
        return true;
    }

    private bool Value(int parent)
    {
        switch (_text.Here)
        {
            case '|':
                if (!_text.Literal(parent, out var literal)) return false;
                _json.WriteStringValue(literal);
                return true;
            case '"' or '\'':
                if (!_text.Quoted(parent, out var quoted)) return false;
                _json.WriteStringValue(quoted);
                return _text.EndLine();
            case '{' or '[':
                return InBrackets() && _text.EndLine();
            default:
                return _text.Plain(parent, out var plain) && Plain(plain);
        }
    }

    private bool Plain(ReadOnlySpan<char> plain)
    {
        if (!YamlScalar.IsText(plain)) return YamlToJson.TryWrite(_json, YamlScalar.OfPlain(new string(plain)));
        _json.WriteStringValue(plain);
        return true;
    }

    private bool InBrackets()
    {
        if (++_depth > Deepest) return false;
        var (isMap, close) = _text.Here == '{' ? (true, '}') : (false, ']');
        var seen = isMap ? new HashSet<string>() : null;
        if (isMap) _json.WriteStartObject();
        else _json.WriteStartArray();
        _text.Skip(1);
        _text.SkipSpaces();
        while (_text.Here != close)
        {
            if (seen is not null && !KeyInBrackets(seen)) return false;
            if (!ValueInBrackets()) return false;
            _text.SkipSpaces();
            if (_text.Here == close) break;
            if (_text.Here != ',') return false;
            _text.Skip(1);
            _text.SkipSpaces();
            if (_text.Here == close) return false;
        }

        _text.Skip(1);
        if (isMap) _json.WriteEndObject();
        else _json.WriteEndArray();
        _depth--;
        return true;
    }

    private bool KeyInBrackets(HashSet<string> seen)
    {
        if (_text.Here is '"' or '\'')
        {
            if (!_text.Quoted(int.MaxValue, out var quoted) || !seen.Add(new string(quoted))) return false;
            _json.WritePropertyName(quoted);
        }
        else
        {
            if (!_text.PlainInBrackets(out var plain) || !YamlScalar.IsText(plain) || !seen.Add(new string(plain))) return false;
            _json.WritePropertyName(plain);
        }

        if (!_text.PassColon() || _text.Here != ' ') return false;
        _text.SkipSpaces();
        return true;
    }

    private bool ValueInBrackets()
    {
        switch (_text.Here)
        {
            case '{' or '[':
                return InBrackets();
            case '"' or '\'':
                if (!_text.Quoted(int.MaxValue, out var quoted)) return false;
                _json.WriteStringValue(quoted);
                return true;
            default:
                return _text.PlainInBrackets(out var plain) && _text.Here != ':' && Plain(plain);
        }
    }
}
