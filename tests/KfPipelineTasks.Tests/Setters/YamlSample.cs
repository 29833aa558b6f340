using System.Text;
using KfPipelineTasks.Manifests.Setters;

namespace KfPipelineTasks.Tests.Setters;

/// <summary>A generated text: what is set in it, and where.</summary>
public sealed class YamlSample
{
    private readonly StringBuilder _text = new();
    private readonly YamlLayout _layout;

    public YamlSample(IReadOnlyList<YamlTree> documents, YamlLayout layout, IReadOnlyList<string> values)
    {
        (_layout, Documents) = (layout, documents);
        Values = SetterValues.Of("generated", values.Select((v, i) => ($"s{i}", v)));
        if (layout.ByteOrderMark) _text.Append('\uFEFF');
        if (layout.Header) Line("# Copyright of nobody");
        for (var i = 0; i < documents.Count; i++)
        {
            if (i > 0 || layout.Header) Line("---");
            Write(documents[i], 0, values);
        }

        if (!layout.FinalBreak) _text.Length -= layout.NewLine.Length;
    }

    public IReadOnlyList<YamlTree> Documents { get; }

    public string Text => _text.ToString();

    public SetterValues Values { get; }

    /// <summary>Scalars in the order of the text: keys too. Null for one that stays; else the text it shall have.</summary>
    public List<string?> Wanted { get; } = [];

    /// <summary>Offsets of the scalars that are set, quotes included.</summary>
    public List<(int Start, int End)> Places { get; } = [];

    public override string ToString() =>
        $"{string.Join(", ", Values.All.Select(v => $"{v.Name}={v.Text}"))}\n{Text}".Replace("\r", "\\r", StringComparison.Ordinal);

    private void Write(YamlTree tree, int indent, IReadOnlyList<string> values)
    {
        switch (tree)
        {
            case YamlTree.Map map:
                for (var i = 0; i < map.Values.Count; i++) Entry(map.Values[i], $"k{i}", indent, values);
                break;
            case YamlTree.List list:
                foreach (var item in list.Items) Item(item, indent, values);
                break;
            case YamlTree.Leaf leaf:
                Scalar(leaf, values);
                break;
        }
    }

    private void Entry(YamlTree value, string key, int indent, IReadOnlyList<string> values)
    {
        if (_layout.BlankLines) Line("");
        if (_layout.Comments) Line($"{new string(' ', indent)}# about {key}: \"x\" # more");
        Wanted.Add(null);
        _text.Append(' ', indent).Append(key).Append(':');
        if (value is YamlTree.Leaf) _text.Append(' ');
        else Line("");
        Write(value, indent + (value is YamlTree.List ? _layout.ListIndent : _layout.Indent), values);
    }

    private void Item(YamlTree item, int indent, IReadOnlyList<string> values)
    {
        _text.Append(' ', indent).Append('-');
        if (item is YamlTree.Leaf) _text.Append(' ');
        else Line("");
        Write(item, indent + 2, values);
    }

    private void Scalar(YamlTree.Leaf leaf, IReadOnlyList<string> values)
    {
        var start = _text.Length;
        _text.Append(leaf.Quote switch
        {
            '"' => ScalarText.DoubleQuoted(leaf.Text),
            '\'' => $"'{leaf.Text.Replace("'", "''", StringComparison.Ordinal)}'",
            _ => leaf.Text,
        });
        Wanted.Add(leaf.Setter < 0 ? null : leaf.Before + values[leaf.Setter] + leaf.After);
        if (leaf.Setter >= 0)
        {
            Places.Add((start, _text.Length));
            _text.Append(_layout.BeforeComment).Append($"# kpt-set: {leaf.Before}${{s{leaf.Setter}}}{leaf.After}");
        }

        Line("");
    }

    private void Line(string text) => _text.Append(text).Append(_layout.NewLine);
}
