using System.Text;
using YamlDotNet.Core;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// The documents of a text as flat lists of tokens and nodes with their places. Nothing is expanded and nothing recurses, so
/// neither aliases nor deep nesting cost more than their text.
/// </summary>
internal sealed class YamlMap
{
    private Dictionary<int, int>? _lists;

    private YamlMap(string text, int start, int end, List<TokenSpan> tokens, List<YamlNode> nodes) =>
        (Text, Start, End, Tokens, Nodes) = (text, start, end, tokens, nodes);

    /// <summary>The whole text; tokens count from its start.</summary>
    public string Text { get; }

    /// <summary>Where the mapped part starts.</summary>
    public int Start { get; }

    /// <summary>Where the mapped part ends.</summary>
    public int End { get; }

    public List<TokenSpan> Tokens { get; }

    public List<YamlNode> Nodes { get; }

    /// <summary>Maps the part of <paramref name="text"/> from <paramref name="start"/> to <paramref name="end"/>, which must be whole documents.</summary>
    /// <exception cref="YamlTextException">It is no YAML, or nested too deeply.</exception>
    public static YamlMap Read(string text, int start, int end)
    {
        var part = start == 0 && end == text.Length ? text : text[start..end];
        // Room for what a manifest usually holds, so that the lists need not grow: for a small text, growing costs more than reading.
        var room = Math.Min(part.Length, 100_000);
        var scanner = new RecordingScanner(new Scanner(new StringReader(part), skipComments: true), start, (room / 5) + 8);
        var builder = new YamlMapBuilder(scanner, start, (room / 9) + 8);
        try
        {
            var parser = new Parser(scanner);
            while (parser.MoveNext()) builder.Add(parser.Current!);
        }
        catch (YamlException broken)
        {
            // The reader's "end" is where it met the trouble; its "start" is where it began to look.
            throw new YamlTextException(Place(part, broken) + start, Reason(broken));
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
        {
            // Some broken texts make the reader stumble over its own state instead of telling what is wrong with them.
            throw new YamlTextException(Math.Min(start + (int)scanner.CurrentPosition.Index, end), "the text is no valid YAML here or on a line above.");
        }

        return new YamlMap(text, start, end, scanner.Tokens, builder.Nodes);
    }

    /// <summary>Maps a whole text.</summary>
    /// <exception cref="YamlTextException">It is no YAML, or nested too deeply.</exception>
    public static YamlMap Read(string text) => Read(text, text.StartsWith('\uFEFF') ? 1 : 0, text.Length);

    /// <summary>Index of the last token that starts at or before <paramref name="offset"/>; -1 when there is none.</summary>
    public int TokenAt(int offset)
    {
        var (low, high) = (0, Tokens.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Tokens[middle].Start <= offset) low = middle + 1;
            else high = middle - 1;
        }

        return high;
    }

    /// <summary>Where the text of a scalar, or the brackets or items of a collection, start.</summary>
    public int StartOf(in YamlNode node) => node.FirstToken < 0 ? Start : Tokens[node.FirstToken].Start;

    /// <summary>Index of the list that is a field's value and whose first dash is <paramref name="token"/>; -1 when there is none.</summary>
    public int ListAt(int token) =>
        (_lists ??= Enumerable.Range(0, Nodes.Count).Where(n => Nodes[n] is { Kind: NodeKind.List, Role: NodeRole.Value, IsFlow: false })
            .ToDictionary(n => Nodes[n].FirstToken)).GetValueOrDefault(token, -1);

    /// <summary>True when an ancestor of the node is written in brackets.</summary>
    public bool IsInsideFlow(int node)
    {
        for (var up = Nodes[node].Parent; up >= 0; up = Nodes[up].Parent)
        {
            if (Nodes[up].IsFlow) return true;
        }

        return false;
    }

    /// <summary>The scalar value of key <paramref name="name"/> of a map; null when there is none.</summary>
    public string? TextOf(int map, string name)
    {
        foreach (var (key, value) in Entries(map))
        {
            if (Nodes[key].Text == name && Nodes[value].Kind == NodeKind.Scalar) return Nodes[value].Text;
        }

        return null;
    }

    /// <summary>Keys and values of a map, as indexes.</summary>
    public IEnumerable<(int Key, int Value)> Entries(int map)
    {
        var end = Nodes[map].Next;
        // The reader loses the value of an entry that has no key at all (": x"), so a map may end with a key.
        for (var key = map + 1; key < end && Nodes[key].Next < end; key = Nodes[Nodes[key].Next].Next) yield return (key, Nodes[key].Next);
    }

    /// <summary>Children of a list or of a document, as indexes.</summary>
    public IEnumerable<int> Children(int parent)
    {
        for (var child = parent + 1; child < Nodes[parent].Next; child = Nodes[child].Next) yield return child;
    }

    /// <summary>Indexes of the documents.</summary>
    public IEnumerable<int> Documents()
    {
        for (var document = 0; document < Nodes.Count; document = Nodes[document].Next) yield return document;
    }

    /// <summary>The field as people write it: <c>spec.containers[0].image</c>; <c>(root)</c> for a document that is a scalar.</summary>
    public string PathOf(int node)
    {
        var steps = new Stack<string>();
        for (var here = node; Nodes[here].Role != NodeRole.Root; here = Nodes[here].Parent)
        {
            steps.Push(Nodes[here].Role switch
            {
                NodeRole.Item => $"[{Nodes[here].Place}]",
                NodeRole.Value => Step(Nodes[Nodes[here].Place].Text),
                _ => "(key)",
            });
        }

        var path = new StringBuilder();
        foreach (var step in steps)
        {
            if (path.Length > 0 && step[0] != '[') path.Append('.');
            path.Append(step);
        }

        return path.Length == 0 ? "(root)" : path.ToString();
    }

    private static string Step(string? key) =>
        key is null ? "(key)" : key.AsSpan().IndexOfAny(". []") < 0 && key.Length > 0 ? key : $"\"{key}\"";

    // A tab in the indentation is reported where the map around it starts, which may be many lines above.
    private static int Place(string part, YamlException broken)
    {
        var at = Math.Min((int)broken.End.Index, part.Length);
        if (!broken.Message.Contains("tab", StringComparison.Ordinal)) return at;
        var line = LineMap.StartOfLine(part, at);
        while (line < part.Length)
        {
            var blanks = part.AsSpan(line).IndexOfAnyExcept(' ', '\t');
            if (blanks > 0 && part.AsSpan(line, blanks).IndexOf('\t') is var tab and >= 0 && !LineMap.Breaks.Contains(part[line + blanks])) return line + tab;
            line = LineMap.AfterBreak(part, LineMap.EndOfLine(part, line));
        }

        return at;
    }

    // "While parsing a block mapping, did not find expected key." is the reader's whole sentence; only its start is ours.
    private static string Reason(YamlException broken) => $"the text is no valid YAML: {Lowered(broken.Message.Trim().TrimEnd('.'))}.";

    private static string Lowered(string sentence) => sentence.Length == 0 ? sentence : char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
