using KfPipelineTasks.Model;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>Where a document begins, and where each item of it begins when it is a list. Looked up only when asked for.</summary>
internal sealed class ItemMarks
{
    private readonly YamlNodes? _nodes;
    private readonly Func<Mark, SourcePosition>? _at;
    private List<SourcePosition>? _items;

    public ItemMarks(YamlNodes nodes, Func<Mark, SourcePosition> at)
    {
        _nodes = nodes;
        _at = at;
        Document = at(nodes.Mark(YamlNodes.Root));
    }

    private ItemMarks(SourcePosition document) => Document = document;

    public SourcePosition Document { get; }

    /// <summary>A document whose items are not told apart.</summary>
    public static ItemMarks None(SourcePosition document) => new(document);

    public SourcePosition Item(int number)
    {
        _items ??= FindItems();
        return number < _items.Count ? _items[number] : Document;
    }

    private List<SourcePosition> FindItems()
    {
        if (_nodes is null || _at is null) return [];
        for (var key = YamlNodes.Root + 1; _nodes.IsNode(key); key = _nodes.After(_nodes.After(key)))
        {
            if (_nodes[key] is Scalar { Value: "items" }) return Items(_nodes, _nodes.Target(_nodes.After(key)), _at);
        }

        return [];
    }

    private static List<SourcePosition> Items(YamlNodes nodes, int sequence, Func<Mark, SourcePosition> at)
    {
        var found = new List<SourcePosition>();
        for (var item = sequence + 1; nodes.IsNode(item); item = nodes.After(item)) found.Add(at(nodes.Mark(item)));
        return found;
    }
}
