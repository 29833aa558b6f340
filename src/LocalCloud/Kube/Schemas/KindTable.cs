using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;

namespace LocalCloud.Kube.Schemas;

/// <summary>
/// The fields of the built-in kinds, read from <c>kinds.txt</c>: one struct a line, <c>Name: field=type …</c>.
/// <c>@N</c> after a field: its Protobuf number, <c>@N.M</c> when Protobuf wraps it in another message; <c>*</c>: required. Types: <c>string int num bool any bytes time Quantity IntOrString</c>, <c>[]T</c>, <c>{}T</c>, a struct.
/// After a type: <c>#map(key,key=default)</c>, <c>#set</c> or nothing (atomic) for lists, <c>#atomicmap</c> for maps,
/// <c>#granular</c> to undo a struct's own <c>#atomic</c>, <c>~key</c> for the strategic merge key, <c>!retain</c>.
/// The names and types are those of the Kubernetes API version that <c>/version</c> tells.
/// </summary>
internal static class KindTable
{
    private static readonly Lazy<FrozenDictionary<string, FieldType>> Structs = new(Load);

    /// <summary>The struct of that name, such as <c>Deployment</c>.</summary>
    public static FieldType Struct(string name) => Structs.Value[name];

    public static FieldType? Find(string name) => Structs.Value.GetValueOrDefault(name);

    public static IEnumerable<KeyValuePair<string, FieldType>> All => Structs.Value;

    private static FrozenDictionary<string, FieldType> Load()
    {
        var lines = ReadLines();
        var structs = new Dictionary<string, FieldType>(lines.Count, StringComparer.Ordinal);
        foreach (var (name, atomic, _) in lines)
            structs[name] = new FieldType { Kind = FieldKind.Struct, Name = name, Atomic = atomic };
        var variants = new List<(FieldType Variant, string Of)>();
        foreach (var (name, _, fields) in lines) Fill(structs[name], fields, structs, variants);
        foreach (var (variant, of) in variants)
            (variant.Fields, variant.Required, variant.Wire) = (structs[of].Fields, structs[of].Required, structs[of].Wire);
        return structs.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static List<(string Name, bool Atomic, string Fields)> ReadLines()
    {
        using var stream = typeof(KindTable).Assembly.GetManifestResourceStream("LocalCloud.Kube.Schemas.kinds.txt")
            ?? throw new InvalidOperationException("The table of built-in kinds is missing from the assembly.");
        using var reader = new StreamReader(stream);
        var lines = new List<(string, bool, string)>();
        while (reader.ReadLine() is { } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) continue;
            var name = line[..colon];
            var atomic = name.EndsWith("#atomic", StringComparison.Ordinal);
            lines.Add((atomic ? name[..^"#atomic".Length] : name, atomic, line[(colon + 1)..]));
        }
        return lines;
    }

    private static void Fill(FieldType type, string text, Dictionary<string, FieldType> structs, List<(FieldType Variant, string Of)> variants)
    {
        var fields = new Dictionary<string, FieldType>(StringComparer.Ordinal);
        var required = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new WireNumbers();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = part[..equals];
            if (name.EndsWith('*')) name = name[..^1];
            name = CutNumber(name, numbers);
            if (part[equals - 1] == '*') required.Add(name);
            fields[name] = ParseField(part[(equals + 1)..], structs, variants);
        }
        type.Wire = numbers;
        type.Fields = fields.ToFrozenDictionary(StringComparer.Ordinal);
        type.Required = required;
    }

    private static string CutNumber(string name, WireNumbers numbers)
    {
        var at = name.IndexOf('@', StringComparison.Ordinal);
        if (at < 0) return name;
        var path = name[(at + 1)..].Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        numbers.Add(path, name[..at]);
        return name[..at];
    }

    private static FieldType ParseField(string text, Dictionary<string, FieldType> structs, List<(FieldType Variant, string Of)> variants)
    {
        var retain = Cut(ref text, '!') is "retain";
        var mergeKey = Cut(ref text, '~');
        var shape = Cut(ref text, '#');
        var bare = ParseType(text, structs);
        if (bare.Kind == FieldKind.List)
            return new FieldType { Kind = FieldKind.List, Element = bare.Element, Shape = ShapeOf(shape), Keys = KeysOf(shape), MergeKey = mergeKey, RetainKeys = retain };
        if (shape is "atomicmap")
            return new FieldType { Kind = FieldKind.Map, Element = bare.Element, Atomic = true };
        if (shape is "granular" || retain)
        {
            var variant = new FieldType { Kind = FieldKind.Struct, Name = bare.Name, Atomic = bare.Atomic && shape is not "granular", RetainKeys = retain };
            variants.Add((variant, text));
            return variant;
        }
        return bare;
    }

    private static string? Cut(ref string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0) return null;
        var tail = text[(at + 1)..];
        text = text[..at];
        return tail;
    }

    private static ListShape ShapeOf(string? shape) => shape switch
    {
        "set" => ListShape.Set,
        not null when shape.StartsWith("map(", StringComparison.Ordinal) => ListShape.Map,
        _ => ListShape.Atomic,
    };

    private static IReadOnlyList<ListKey> KeysOf(string? shape)
    {
        if (ShapeOf(shape) != ListShape.Map) return [];
        return [.. shape!["map(".Length..^1].Split(',').Select(key => key.Split('=')).Select(key => new ListKey(key[0], key.Length > 1 ? JsonValue.Create(key[1]) : null))];
    }

    private static FieldType ParseType(string text, Dictionary<string, FieldType> structs)
    {
        if (text.StartsWith("[]", StringComparison.Ordinal)) return new FieldType { Kind = FieldKind.List, Element = ParseType(text[2..], structs) };
        if (text.StartsWith("{}", StringComparison.Ordinal)) return new FieldType { Kind = FieldKind.Map, Element = ParseType(text[2..], structs) };
        return Scalars.GetValueOrDefault(text) ?? structs[text];
    }

    private static readonly Dictionary<string, FieldType> Scalars = new(StringComparer.Ordinal)
    {
        ["string"] = FieldType.Text,
        ["any"] = FieldType.Any,
        ["int"] = new FieldType { Kind = FieldKind.Integer },
        ["num"] = new FieldType { Kind = FieldKind.Number },
        ["bool"] = new FieldType { Kind = FieldKind.Flag },
        ["time"] = new FieldType { Kind = FieldKind.Time },
        ["bytes"] = new FieldType { Kind = FieldKind.Bytes },
        ["Quantity"] = new FieldType { Kind = FieldKind.Quantity },
        ["IntOrString"] = new FieldType { Kind = FieldKind.IntOrText },
    };
}
