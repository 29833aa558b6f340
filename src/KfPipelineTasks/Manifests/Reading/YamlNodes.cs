using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>
/// One YAML document as the parser's own events, plus for each node where it ends and for each alias what it stands for.
/// A node is the index of its first event. The events are kept as they come, not turned into a tree: an alias is then
/// simply "go there", and skipping a node costs nothing.
/// </summary>
internal sealed class YamlNodes
{
    /// <summary>The root node of a document that is not empty.</summary>
    public const int Root = 0;

    private readonly List<ParsingEvent> _events = [];
    private readonly List<int> _after = [];
    private Dictionary<int, int>? _targets;

    private YamlNodes()
    {
    }

    /// <summary>True when some key of the document is a plain <c>&lt;&lt;</c>.</summary>
    public bool HasMergeKeys { get; private set; }

    public int Count => _events.Count;

    public ParsingEvent this[int node] => _events[node];

    /// <summary>What follows <paramref name="node"/> on its level: its next sibling, or the end of its parent.</summary>
    public int After(int node) => _after[node];

    /// <summary>False when <paramref name="at"/> is the end of a mapping or sequence.</summary>
    public bool IsNode(int at) => _events[at] is not (MappingEnd or SequenceEnd);

    /// <summary>Follows an alias to the node it stands for; any other node is itself.</summary>
    public int Target(int node) => _targets is not null && _targets.TryGetValue(node, out var target) ? target : node;

    /// <summary>Where a node stands; for an alias, where the alias stands.</summary>
    public Mark Mark(int node) => _events[node].Start;

    /// <summary>Reads the documents of a piece of text one after the other; an empty document is left out.</summary>
    /// <exception cref="YamlException">The text is not YAML, an alias has no anchor, or the nesting is too deep.</exception>
    public static IEnumerable<YamlNodes> ReadAll(TextReader text)
    {
        var parser = new Parser(new Scanner(text));
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart) yield return Read(parser);
        }
    }

    /// <summary>A plain <c>&lt;&lt;</c>, or one tagged as merge key: YAML 1.1's merge key.</summary>
    public static bool IsMergeKey(ParsingEvent key) =>
        key is Scalar { Value: "<<" } scalar && (scalar.Tag.IsEmpty ? scalar.IsPlainImplicit : scalar.Tag.Value == "tag:yaml.org,2002:merge");

    private static YamlNodes Read(Parser parser)
    {
        var nodes = new YamlNodes();
        var open = new Stack<int>();
        var anchors = new Dictionary<string, int>();
        while (parser.MoveNext() && parser.Current is { } found and not DocumentEnd)
        {
            nodes.Add(found, open, anchors);
        }

        return nodes;
    }

    private void Add(ParsingEvent found, Stack<int> open, Dictionary<string, int> anchors)
    {
        var here = _events.Count;
        _events.Add(found);
        _after.Add(here + 1);
        switch (found)
        {
            case AnchorAlias alias:
                (_targets ??= []).Add(here, TargetOf(alias, open, anchors));
                break;
            case NodeEvent node:
                if (!node.Anchor.IsEmpty) anchors[node.Anchor.Value] = here;
                if (node is MappingStart or SequenceStart) Open(here, open);
                else HasMergeKeys |= IsMergeKey(node);
                break;
            default:
                _after[open.Pop()] = here + 1;
                break;
        }
    }

    private void Open(int here, Stack<int> open)
    {
        open.Push(here);
        if (open.Count > ReadLimits.Depth) Refuse(here, $"the document nests deeper than {ReadLimits.Depth} levels");
    }

    private static int TargetOf(AnchorAlias alias, Stack<int> open, Dictionary<string, int> anchors)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var target))
            throw new YamlException(alias.Start, alias.End, $"'*{alias.Value.Value}' stands for '&{alias.Value.Value}', which the document does not have above it");
        if (open.Contains(target))
            throw new YamlException(alias.Start, alias.End, $"'*{alias.Value.Value}' is inside the very node it stands for");
        return target;
    }

    [DoesNotReturn]
    private void Refuse(int node, string why) => throw new YamlException(_events[node].Start, _events[node].End, why);
}
