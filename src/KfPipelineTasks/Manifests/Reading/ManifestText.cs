using System.Text;
using System.Text.Json;
using KfPipelineTasks.Model;
using YamlDotNet.Core;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>Reads one piece of a manifest, YAML or JSON, into objects.</summary>
internal sealed class ManifestText
{
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = ReadLimits.Depth * 2, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions OwnJson = new() { MaxDepth = ReadLimits.Depth * 2 };

    private readonly string _text;
    private readonly string _file;
    private readonly TextPiece _piece;
    private readonly List<Resource> _resources = [];
    private readonly List<Problem> _problems = [];

    private ManifestText(string text, TextPiece piece, string file)
    {
        _text = text;
        _piece = piece;
        _file = file;
    }

    /// <summary>The objects of the piece in order, and everything that is wrong with it.</summary>
    public static (IReadOnlyList<Resource> Resources, IReadOnlyList<Problem> Problems) Read(string text, TextPiece piece, string file)
    {
        var reading = new ManifestText(text, piece, file);
        if (reading.LooksLikeJson()) reading.ReadJson();
        else reading.ReadYaml();
        return (reading._resources, [.. reading._problems.OrderBy(problem => problem.At!.Line).ThenBy(problem => problem.At!.Column)]);
    }

    private ReadOnlySpan<char> Span => _text.AsSpan(_piece.Start, _piece.Length);

    // {"a": or {} is JSON; {a: b} is YAML's flow style.
    private bool LooksLikeJson()
    {
        var text = Span.TrimStart("\uFEFF \t\r\n");
        return text.StartsWith('{') && text[1..].TrimStart(" \t\r\n") is var inside && (inside.StartsWith('"') || inside.StartsWith('}'));
    }

    private void ReadJson()
    {
        var bytes = Encoding.UTF8.GetBytes(_text, _piece.Start, _piece.Length);
        var at = 0;
        try
        {
            while (Skip(bytes, ref at))
            {
                var reader = new Utf8JsonReader(bytes.AsSpan(at), new JsonReaderOptions { MaxDepth = ReadLimits.Depth, AllowMultipleValues = true });
                reader.Read();
                reader.Skip();
                var body = JsonDocument.Parse(bytes.AsMemory(at, (int)reader.BytesConsumed), JsonOptions).RootElement;
                Take(body, ItemMarks.None(PositionOf(bytes, at)));
                at += (int)reader.BytesConsumed;
            }
        }
        catch (JsonException broken)
        {
            // The reader counts lines from where it began.
            var start = PositionOf(bytes, at);
            var line = start.Line + (int)(broken.LineNumber ?? 0);
            var column = (broken.LineNumber is null or 0 ? start.Column : 1) + (int)(broken.BytePositionInLine ?? 0);
            _problems.Add(new Problem($"not JSON: {FirstSentence(broken.Message)}", new SourcePosition(_file, line, column)));
        }
    }

    private static bool Skip(byte[] bytes, ref int at)
    {
        if (at == 0 && bytes.AsSpan().StartsWith("\uFEFF"u8)) at = 3;
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
        return at < bytes.Length;
    }

    private SourcePosition PositionOf(byte[] bytes, int at)
    {
        var before = bytes.AsSpan(0, at);
        return new SourcePosition(_file, _piece.FirstLine + before.Count((byte)'\n'), at - before.LastIndexOf((byte)'\n'));
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var path = message.IndexOf(" Path:", StringComparison.Ordinal);
        if (path >= 0 && (end < 0 || path < end)) end = path;
        return end < 0 ? message : message[..end];
    }

    private void ReadYaml()
    {
        try
        {
            using var reader = new PieceReader(_text, _piece);
            foreach (var nodes in YamlNodes.ReadAll(reader)) Take(nodes);
        }
        catch (YamlException broken)
        {
            Tell(broken.Start, broken.InnerException is { } inner and not FormatException ? $"{broken.Message}: {inner.Message}" : broken.Message);
        }
    }

    private void Take(YamlNodes nodes)
    {
        var before = _problems.Count;
        var json = YamlToJson.Write(nodes, Tell);
        if (_problems.Count > before) return;
        Take(JsonDocument.Parse(json, OwnJson).RootElement, new ItemMarks(nodes, At));
    }

    private void Take(JsonElement body, ItemMarks marks)
    {
        if (body.ValueKind == JsonValueKind.Null) return;
        if (body.ValueKind != JsonValueKind.Object)
        {
            _problems.Add(new Problem($"a manifest is a mapping, this document is {ObjectChecks.Word(body)}", marks.Document));
            return;
        }

        if (ObjectList.Items(body) is not { } items)
        {
            TakeObject(body, marks.Document);
            return;
        }

        var number = 0;
        foreach (var item in items) TakeItem(item, marks.Item(number++));
    }

    // A list inside a list is taken apart as well.
    private void TakeItem(JsonElement item, SourcePosition at)
    {
        if (item.ValueKind == JsonValueKind.Object && ObjectList.Items(item) is { } items)
        {
            foreach (var inner in items) TakeItem(inner, at);
            return;
        }

        TakeObject(item, at);
    }

    private void TakeObject(JsonElement body, SourcePosition at)
    {
        var before = _problems.Count;
        _problems.AddRange(ObjectChecks.Check(body, at));
        if (_problems.Count == before) _resources.Add(Resource.FromJson(body, at));
    }

    private void Tell(Mark mark, string why) => _problems.Add(new Problem(why, At(mark)));

    private SourcePosition At(Mark mark) => new(_file, _piece.FirstLine - 1 + (int)mark.Line, (int)mark.Column);
}
