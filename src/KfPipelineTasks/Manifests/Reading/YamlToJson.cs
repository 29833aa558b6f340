using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KfPipelineTasks.Manifests.Reading;

/// <summary>Writes one YAML document as JSON, with kubectl's rules for types, keys and merges. What cannot be JSON is told, all of it.</summary>
internal sealed class YamlToJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly YamlNodes _nodes;
    private readonly Utf8JsonWriter _json;
    private readonly Action<Mark, string> _tell;
    private readonly Stack<HashSet<string>> _spareSets = [];
    private int _aliasDepth;
    private int _fromAliases;

    private YamlToJson(YamlNodes nodes, Utf8JsonWriter json, Action<Mark, string> tell)
    {
        _nodes = nodes;
        _json = json;
        _tell = tell;
    }

    /// <summary>The document as UTF-8 JSON.</summary>
    /// <param name="tell">Is told every place that cannot be read, with the reason. The JSON is of no use then.</param>
    /// <exception cref="YamlException">Aliases stand for too many nodes.</exception>
    public static ReadOnlyMemory<byte> Write(YamlNodes nodes, Action<Mark, string> tell)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Options);
        new YamlToJson(nodes, json, tell).WriteNode(YamlNodes.Root);
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void WriteNode(int node)
    {
        var target = _nodes.Target(node);
        if (target != node) _aliasDepth++;
        Count(node);
        switch (_nodes[target])
        {
            case MappingStart when _nodes.HasMergeKeys && HasMergeKey(target):
                WriteMerged(target);
                break;
            case MappingStart:
                WriteMapping(target);
                break;
            case SequenceStart:
                WriteSequence(target);
                break;
            case Scalar scalar:
                WriteScalar(scalar);
                break;
        }

        if (target != node) _aliasDepth--;
    }

    private void WriteMapping(int mapping)
    {
        _json.WriteStartObject();
        var seen = _spareSets.Count > 0 ? _spareSets.Pop() : [];
        for (var key = mapping + 1; _nodes.IsNode(key);)
        {
            var value = _nodes.After(key);
            if (KeyText(key) is { } name && IsNew(name, key, seen))
            {
                _json.WritePropertyName(name);
                WriteNode(value);
            }

            key = _nodes.After(value);
        }

        seen.Clear();
        _spareSets.Push(seen);
        _json.WriteEndObject();
    }

    private bool IsNew(string name, int key, HashSet<string> seen)
    {
        if (seen.Add(name)) return true;
        var why = name is "true" or "false" ? " (without quotes y, yes and on are 'true' to YAML 1.1; n, no and off are 'false')" : "";
        _tell(_nodes.Mark(key), $"the key '{name}' is given twice{why}");
        return false;
    }

    private void WriteSequence(int sequence)
    {
        _json.WriteStartArray();
        for (var item = sequence + 1; _nodes.IsNode(item); item = _nodes.After(item)) WriteNode(item);
        _json.WriteEndArray();
    }

    private void WriteScalar(Scalar scalar)
    {
        var value = Read(scalar);
        switch (value.Kind)
        {
            case YamlScalarKind.Text:
                _json.WriteStringValue(value.Text);
                break;
            case YamlScalarKind.Boolean:
                _json.WriteBooleanValue(value.Truth);
                break;
            case YamlScalarKind.Integer:
                _json.WriteRawValue(value.Integer.ToString(), skipInputValidation: true);
                break;
            case YamlScalarKind.Float when double.IsFinite(value.Float):
                _json.WriteRawValue(GoNumber.Text(value.Float), skipInputValidation: true);
                break;
            case YamlScalarKind.Float:
                _tell(scalar.Start, $"'{scalar.Value}' has no place in JSON; quote it if it is text");
                _json.WriteNullValue();
                break;
            default:
                _json.WriteNullValue();
                break;
        }
    }

    private YamlScalar Read(Scalar scalar)
    {
        try
        {
            return YamlScalar.Of(scalar);
        }
        catch (YamlException broken)
        {
            _tell(broken.Start, broken.Message);
            return new YamlScalar(YamlScalarKind.Null);
        }
    }

    // JSON keys are text. kubectl turns numbers and truth values into text ("y: 1" has the key "true") and refuses the rest.
    private string? KeyText(int key)
    {
        if (_nodes[_nodes.Target(key)] is not Scalar scalar)
        {
            _tell(_nodes.Mark(key), "a mapping or a list cannot be a key");
            return null;
        }

        var value = Read(scalar);
        switch (value.Kind)
        {
            case YamlScalarKind.Text: return value.Text;
            case YamlScalarKind.Integer: return value.Integer.ToString();
            case YamlScalarKind.Float when double.IsFinite(value.Float): return GoNumber.Key(value.Float);
            case YamlScalarKind.Boolean: return value.Truth ? "true" : "false";
            default:
                _tell(_nodes.Mark(key), $"'{scalar.Value}' cannot be a key; quote it if it is text");
                return null;
        }
    }

    private bool HasMergeKey(int mapping)
    {
        for (var key = mapping + 1; _nodes.IsNode(key); key = _nodes.After(_nodes.After(key)))
        {
            if (YamlNodes.IsMergeKey(_nodes[key])) return true;
        }

        return false;
    }

    private void WriteMerged(int mapping)
    {
        var members = new OrderedDictionary<string, int>();
        Collect(mapping, members);
        _json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            _json.WritePropertyName(name);
            WriteNode(value);
        }

        _json.WriteEndObject();
    }

    // In go-yaml v2 a merge writes at the place where it stands, over what was there before; kubectl sends that.
    private void Collect(int mapping, OrderedDictionary<string, int> members)
    {
        var seen = new HashSet<string>();
        for (var key = mapping + 1; _nodes.IsNode(key);)
        {
            var value = _nodes.After(key);
            Count(key);
            if (YamlNodes.IsMergeKey(_nodes[key])) Merge(value, members);
            else if (KeyText(key) is { } name && IsNew(name, key, seen)) members[name] = value;
            key = _nodes.After(value);
        }
    }

    private void Merge(int from, OrderedDictionary<string, int> members)
    {
        _aliasDepth++;
        var target = _nodes.Target(from);
        switch (_nodes[target])
        {
            case MappingStart:
                Collect(target, members);
                break;
            case SequenceStart when target == from:
                // The first of a list wins, so it is written last.
                foreach (var item in Items(from).Reverse()) MergeItem(item, members);
                break;
            default:
                _tell(_nodes.Mark(from), "'<<' takes a mapping or a list of mappings");
                break;
        }

        _aliasDepth--;
    }

    private void MergeItem(int item, OrderedDictionary<string, int> members)
    {
        if (_nodes[_nodes.Target(item)] is MappingStart) Collect(_nodes.Target(item), members);
        else _tell(_nodes.Mark(item), "'<<' takes a mapping or a list of mappings");
    }

    private IEnumerable<int> Items(int sequence)
    {
        for (var item = sequence + 1; _nodes.IsNode(item); item = _nodes.After(item)) yield return item;
    }

    private void Count(int node)
    {
        if (_aliasDepth > 0 && ++_fromAliases > ReadLimits.NodesFromAliases)
            throw new YamlException(_nodes[node].Start, _nodes[node].End, $"aliases stand for more than {ReadLimits.NodesFromAliases} nodes");
    }
}
