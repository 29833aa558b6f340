using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Reads an edited text again and makes sure that it says what it said before, except where it was to change.</summary>
internal sealed class Verification
{
    private readonly YamlMap _before;
    private readonly SetterPass _pass;

    // The open lists and maps, as indexes of what was before; inside a new list, as indexes of its value.
    private readonly Stack<int> _open = new();

    // Where the text before, or the value of the list that is being read, has come to.
    private int _at;
    private ListValue? _list;
    private int _listNode;
    private int _listDepth;

    private Verification(YamlMap before, SetterPass pass) => (_before, _pass) = (before, pass);

    /// <summary>The first difference that was not intended, by its place in the text before; null when there is none.</summary>
    public static (int Offset, string Message)? Difference(YamlMap before, SetterPass pass)
    {
        var edits = pass.Edits.ConvertAll(e => e with { Start = e.Start - before.Start });
        var text = TextEdit.Apply(before.Text[before.Start..before.End], edits);
        try
        {
            var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            return new Verification(before, pass).Difference(parser);
        }
        catch (Exception broken) when (broken is YamlException or InvalidOperationException or ArgumentException)
        {
            return (pass.Edits[0].Start, $"with the values set, the text is no valid YAML: {broken.Message.TrimEnd('.')}.");
        }
    }

    private (int Offset, string Message)? Difference(Parser parser)
    {
        while (parser.MoveNext())
        {
            var same = parser.Current switch
            {
                StreamStart or StreamEnd => true,
                DocumentEnd or MappingEnd or SequenceEnd => Closes(),
                NodeEvent or AnchorAlias or DocumentStart => Meets(parser.Current),
                _ => true,
            };
            if (!same) return Changed();
        }

        return _at == _before.Nodes.Count ? null : Changed();
    }

    private bool Meets(ParsingEvent seen)
    {
        var map = _list?.Map ?? _before;
        if (_at >= (_list is null ? map.Nodes.Count : map.Nodes[_list.Node].Next)) return false;
        var index = _at++;
        var old = map.Nodes[index];
        if (KindOf(seen) != old.Kind) return false;
        if (old.Kind is not (NodeKind.Scalar or NodeKind.Alias)) _open.Push(index);
        if (_list is not null) return IsValue(old, seen);
        if (_pass.Expected.GetValueOrDefault(index) is not { } wanted) return IsSame(old, seen);
        if (wanted.List is null) return IsSet(wanted.Text!, old, (Scalar)seen);
        (_list, _listNode, _listDepth, _at) = (wanted.List, index, _open.Count, wanted.List.Node + 1);
        return IsSameNode(old, (NodeEvent)seen);
    }

    // A list or map ends where it ended before.
    private bool Closes()
    {
        var index = _open.Pop();
        if (_list is null) return _before.Nodes[index].Next == _at;
        if (_open.Count >= _listDepth) return _list.Map.Nodes[index].Next == _at;
        // The new list itself: what was in it before is gone.
        var isWhole = _at == _list.Map.Nodes[_list.Node].Next;
        (_list, _at) = (null, _before.Nodes[index].Next);
        return isWhole;
    }

    private static bool IsSame(in YamlNode old, ParsingEvent seen) => seen switch
    {
        Scalar now => old.Text == now.Value && old.Style == now.Style && IsSameNode(old, now),
        AnchorAlias now => old.Text == now.Value.Value,
        SequenceStart now => old.IsFlow == (now.Style == SequenceStyle.Flow) && IsSameNode(old, now),
        MappingStart now => old.IsFlow == (now.Style == MappingStyle.Flow) && IsSameNode(old, now),
        _ => true,
    };

    private static bool IsSameNode(in YamlNode old, NodeEvent now) =>
        old.Anchor == YamlMapBuilder.Name(now.Anchor) && old.Tag == YamlMapBuilder.Tag(now);

    private bool IsSet(string text, in YamlNode old, Scalar now)
    {
        var keepsTypes = _pass.Rules.Typing == SetterTyping.KeepStrings;
        if (now.Value != text || old.Anchor != YamlMapBuilder.Name(now.Anchor)) return false;
        if (YamlMapBuilder.Tag(now) != (keepsTypes ? old.Tag : null)) return false;
        var wasString = NodeComparison.TypeOf(old) == PlainType.String && old.Tag is null;
        return !keepsTypes || !wasString || TypeOf(now) == PlainType.String;
    }

    // An item of a new list may be written in another manner than in its value.
    private static bool IsValue(in YamlNode wanted, ParsingEvent seen) => seen switch
    {
        Scalar now => YamlMapBuilder.Tag(now) is null && now.Anchor.IsEmpty && NodeComparison.SameScalar(wanted, now.Value, TypeOf(now)),
        NodeEvent now => YamlMapBuilder.Tag(now) is null && now.Anchor.IsEmpty,
        _ => false,
    };

    private static PlainType TypeOf(Scalar scalar) => scalar.Style == ScalarStyle.Plain ? PlainTypes.Of(scalar.Value) : PlainType.String;

    private static NodeKind KindOf(ParsingEvent seen) => seen switch
    {
        Scalar => NodeKind.Scalar,
        MappingStart => NodeKind.Map,
        SequenceStart => NodeKind.List,
        AnchorAlias => NodeKind.Alias,
        _ => NodeKind.Document,
    };

    private (int Offset, string Message) Changed()
    {
        var node = Math.Clamp(_list is null ? _at - 1 : _listNode, 0, _before.Nodes.Count - 1);
        return (_before.StartOf(_before.Nodes[node]), $"setting the values would also change '{_before.PathOf(node)}'.");
    }
}
