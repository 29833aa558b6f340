using System.Runtime.InteropServices;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Turns the parser's events into the nodes of a <see cref="YamlMap"/>.</summary>
internal sealed class YamlMapBuilder(RecordingScanner scanner, int offset, int capacity)
{
    // Per open node: its index, how many children it has, and the last key when it is a map.
    private readonly Stack<(int Node, int Children, int Key)> _open = new();

    // Where the nodes of the present document begin.
    private int _document;

    public List<YamlNode> Nodes { get; } = new(capacity);

    /// <exception cref="YamlTextException">Nested too deeply.</exception>
    public void Add(ParsingEvent seen)
    {
        switch (seen)
        {
            case DocumentStart:
                Open(new YamlNode { Kind = NodeKind.Document }, seen);
                break;
            case MappingStart map:
                Open(new YamlNode { Kind = NodeKind.Map, IsFlow = map.Style == MappingStyle.Flow, Anchor = Name(map.Anchor), Tag = Tag(map) }, seen);
                break;
            case SequenceStart list:
                Open(new YamlNode { Kind = NodeKind.List, IsFlow = list.Style == SequenceStyle.Flow, Anchor = Name(list.Anchor), Tag = Tag(list) }, seen);
                break;
            case DocumentEnd or MappingEnd or SequenceEnd:
                Close();
                break;
            case Scalar scalar:
                AddScalar(scalar);
                break;
            case AnchorAlias alias:
                Leaf(new YamlNode { Kind = NodeKind.Alias, Text = alias.Value.Value, FirstToken = scanner.Consumed - 1 });
                break;
        }
    }

    private void AddScalar(Scalar scalar)
    {
        // A plain scalar without text ("k:") is not written down, so no token is its own.
        var absent = scalar.Value.Length == 0 && scalar.Style == ScalarStyle.Plain;
        Leaf(new YamlNode
        {
            Kind = NodeKind.Scalar,
            Style = scalar.Style,
            Text = scalar.Value,
            Anchor = Name(scalar.Anchor),
            Tag = Tag(scalar),
            FirstToken = absent ? -1 : scanner.Consumed - 1,
        });
    }

    private void Leaf(YamlNode node)
    {
        node.LastToken = node.FirstToken;
        var index = Append(node);
        Own(node.FirstToken, index);
    }

    private void Open(YamlNode node, ParsingEvent seen)
    {
        // The depth counts lists and maps, not the document around them.
        if (_open.Count > YamlLimits.MaxDepth)
            throw new YamlTextException(offset + (int)seen.Start.Index, $"lists and maps are nested more than {YamlLimits.MaxDepth} deep; that is the limit.");
        node.FirstToken = scanner.Consumed;
        _open.Push((Append(node), 0, -1));
    }

    private void Close()
    {
        var index = _open.Pop().Node;
        ref var node = ref CollectionsMarshal.AsSpan(Nodes)[index];
        node.LastToken = scanner.Consumed - 1;
        node.Next = Nodes.Count;
        if (node.IsFlow) Own(node.LastToken, index);
    }

    private int Append(YamlNode node)
    {
        var index = Nodes.Count;
        if (index - _document > YamlLimits.MaxNodes)
            throw new YamlTextException(offset + (int)scanner.CurrentPosition.Index, $"the document holds more than {YamlLimits.MaxNodes:n0} keys and values; that is the limit.");
        if (node.Kind == NodeKind.Document) _document = index;
        node.Next = index + 1;
        node.Parent = -1;
        if (_open.TryPop(out var parent))
        {
            node.Parent = parent.Node;
            (node.Role, node.Place) = RoleIn(parent);
            _open.Push((parent.Node, parent.Children + 1, node.Role == NodeRole.Key ? index : parent.Key));
        }

        Nodes.Add(node);
        return index;
    }

    private (NodeRole Role, int Place) RoleIn((int Node, int Children, int Key) parent) => Nodes[parent.Node].Kind switch
    {
        NodeKind.List => (NodeRole.Item, parent.Children),
        NodeKind.Map => parent.Children % 2 == 0 ? (NodeRole.Key, -1) : (NodeRole.Value, parent.Key),
        _ => (NodeRole.Root, -1),
    };

    private void Own(int token, int node)
    {
        if (token < 0) return;
        ref var span = ref CollectionsMarshal.AsSpan(scanner.Tokens)[token];
        span = span with { Node = node };
    }

    /// <summary>The anchor's name; null when there is none.</summary>
    public static string? Name(AnchorName anchor) => anchor.IsEmpty ? null : anchor.Value;

    /// <summary>The explicit tag, written out; null when there is none.</summary>
    public static string? Tag(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.Value;
}
