using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>Follows a server's field path through a document, as far as it leads.</summary>
internal sealed class FieldWalk(YamlNodes nodes, string path)
{
    private int _at;

    // The deepest node that the path leads to.
    public Mark From(int node)
    {
        var mark = nodes.Mark(node);
        while (Step(nodes.Target(node)) is var (next, key))
        {
            mark = nodes.Mark(key);
            node = next;
        }

        return mark;
    }

    private (int Node, int Key)? Step(int node)
    {
        if (_at < path.Length && path[_at] == '.') _at++;
        if (_at >= path.Length) return null;
        return nodes[node] switch
        {
            MappingStart => Member(node),
            SequenceStart when path[_at] == '[' => Item(node, Bracket()),
            _ => null,
        };
    }

    // Keys may hold dots (annotations), so the longest key that the path goes on with is the one.
    private (int Node, int Key)? Member(int mapping)
    {
        if (path[_at] == '[')
        {
            var name = Bracket().Trim('"');
            return Members(mapping).Where(m => Name(m.Key) == name).Select(m => ((int, int)?)m).FirstOrDefault();
        }

        var found = Members(mapping).Where(m => GoesOnWith(Name(m.Key))).OrderByDescending(m => Name(m.Key)!.Length).Select(m => ((int Node, int Key)?)m).FirstOrDefault();
        if (found is { } member) _at += Name(member.Key)!.Length;
        return found;
    }

    private (int Node, int Key)? Item(int sequence, string which)
    {
        var items = Items(sequence).ToList();
        if (int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number < items.Count ? (items[number], items[number]) : null;
        var keys = which.Split(',').Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2).ToList();
        var found = items.Where(item => keys.Count > 0 && keys.All(pair => Has(nodes.Target(item), pair[0].Trim(), pair[1].Trim().Trim('"')))).ToList();
        return found.Count > 0 ? (found[0], found[0]) : null;
    }

    private bool Has(int mapping, string key, string value) =>
        nodes[mapping] is MappingStart && Members(mapping).Any(m => Name(m.Key) == key && Name(m.Node) == value);

    private string Bracket()
    {
        var end = path.IndexOf(']', _at);
        var inside = end < 0 ? path[(_at + 1)..] : path[(_at + 1)..end];
        _at = end < 0 ? path.Length : end + 1;
        return inside;
    }

    private bool GoesOnWith(string? name) =>
        name is { Length: > 0 } && path.AsSpan(_at).StartsWith(name) && (_at + name.Length == path.Length || path[_at + name.Length] is '.' or '[');

    private string? Name(int node) => (nodes[nodes.Target(node)] as Scalar)?.Value;

    private IEnumerable<(int Node, int Key)> Members(int mapping)
    {
        for (var key = mapping + 1; nodes.IsNode(key); key = nodes.After(nodes.After(key))) yield return (nodes.After(key), key);
    }

    private IEnumerable<int> Items(int sequence)
    {
        for (var item = sequence + 1; nodes.IsNode(item); item = nodes.After(item)) yield return item;
    }
}
