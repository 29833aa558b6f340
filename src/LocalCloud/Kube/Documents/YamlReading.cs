using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LocalCloud.Kube.Documents;

/// <summary>
/// Reads one YAML document as the API server does: YAML 1.1 scalars (so <c>y</c>, <c>on</c> and <c>0755</c> are not text), JSON included.
/// </summary>
public static partial class YamlReading
{
    /// <exception cref="FormatException">The text is not YAML; the message starts as the real server's does.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, List<string>? duplicates = null)
    {
        if (LooksLikeJson(utf8))
        {
            try
            {
                return JsonReading.Parse(utf8, duplicates);
            }
            catch (System.Text.Json.JsonException)
            {
                // Flow style YAML also starts with a brace.
                return ParseYaml(utf8, duplicates);
            }
        }
        return ParseYaml(utf8, duplicates);
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> utf8)
    {
        var rest = utf8.TrimStart(" \t\r\n"u8);
        return rest.Length > 0 && rest[0] == (byte)'{';
    }

    private static JsonNode? ParseYaml(ReadOnlySpan<byte> utf8, List<string>? duplicates)
    {
        try
        {
            var parser = new Parser(new StringReader(System.Text.Encoding.UTF8.GetString(utf8)));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) return null;
            return new Reader(parser, duplicates).Read("", 0);
        }
        catch (YamlException error)
        {
            throw new FormatException(Explain(error, 1 + utf8.TrimEnd("\r\n"u8).Count((byte)'\n')), error);
        }
    }

    private static string Explain(YamlException error, int lines)
    {
        var what = error.Message.Contains("did not find expected node content", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("expected node content", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("While parsing a node", StringComparison.OrdinalIgnoreCase)
            ? "did not find expected node content"
            : LowerFirst(error.Message);
        return string.Create(CultureInfo.InvariantCulture, $"error converting YAML to JSON: yaml: line {Math.Min(error.Start.Line, lines)}: {what}");
    }

    private static string LowerFirst(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');

    /// <summary>What a plain scalar means.</summary>
    internal static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "true" or "True" or "TRUE" => JsonValue.Create(true),
        "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "false" or "False" or "FALSE" => JsonValue.Create(false),
        _ when MayBeNumber(text) => NumberOrText(text),
        _ => JsonValue.Create(text),
    };

    private static bool MayBeNumber(string text) => char.IsAsciiDigit(text[0]) || (text.Length > 1 && text[0] is '-' or '+' or '.');

    private static JsonValue NumberOrText(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var (sign, body) = digits[0] switch { '-' => (-1L, digits[1..]), '+' => (1L, digits[1..]), _ => (1L, digits) };
        if (body.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && long.TryParse(body.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) return JsonValue.Create(sign * hex);
        if (body.StartsWith("0o", StringComparison.OrdinalIgnoreCase) && Octal(body[2..]) is { } octal) return JsonValue.Create(sign * octal);
        if (body.StartsWith("0b", StringComparison.OrdinalIgnoreCase) && long.TryParse(body.AsSpan(2), NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var bits)) return JsonValue.Create(sign * bits);
        if (body.Length > 1 && body[0] == '0' && Octal(body) is { } old) return JsonValue.Create(sign * old);
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        if (Float().IsMatch(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)) return JsonValue.Create(real);
        return JsonValue.Create(text);
    }

    private static long? Octal(string digits)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > long.MaxValue / 16) return null;
            value = value * 8 + (digit - '0');
        }
        return digits.Length == 0 ? null : value;
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Float();

    private sealed class Reader(Parser parser, List<string>? duplicates)
    {
        private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);

        public JsonNode? Read(string path, int depth)
        {
            if (depth > JsonReading.MaxDepth) throw new YamlException("exceeded max depth");
            if (parser.TryConsume<AnchorAlias>(out var alias)) return _anchors.GetValueOrDefault(alias.Value.Value)?.DeepClone();
            var anchor = parser.Current is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;
            var value = ReadNode(path, depth);
            if (anchor is not null) _anchors[anchor] = value?.DeepClone();
            return value;
        }

        private JsonNode? ReadNode(string path, int depth)
        {
            if (parser.TryConsume<Scalar>(out var scalar)) return Value(scalar);
            if (parser.TryConsume<SequenceStart>(out _)) return ReadList(path, depth);
            parser.Consume<MappingStart>();
            return ReadMap(path, depth);
        }

        private static JsonNode? Value(Scalar scalar)
        {
            if (!scalar.Tag.IsEmpty && scalar.Tag.Value.EndsWith(":str", StringComparison.Ordinal)) return JsonValue.Create(scalar.Value);
            return scalar.Style == ScalarStyle.Plain ? Plain(scalar.Value) : JsonValue.Create(scalar.Value);
        }

        private JsonArray ReadList(string path, int depth)
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _)) list.Add(Read($"{path}[{list.Count}]", depth + 1));
            return list;
        }

        private JsonObject ReadMap(string path, int depth)
        {
            var map = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = parser.Consume<Scalar>();
                var inner = path.Length == 0 ? key.Value : path + "." + key.Value;
                if (key is { Value: "<<", Style: ScalarStyle.Plain })
                {
                    MergeInto(map, Read(inner, depth + 1));
                    continue;
                }
                if (map.ContainsKey(key.Value)) duplicates?.Add(inner);
                map[key.Value] = Read(inner, depth + 1);
            }
            return map;
        }

        private static void MergeInto(JsonObject map, JsonNode? other)
        {
            var sources = other is JsonArray list ? list.OfType<JsonObject>() : other is JsonObject one ? [one] : [];
            foreach (var source in sources)
                foreach (var (key, value) in source)
                    if (!map.ContainsKey(key)) map[key] = value?.DeepClone();
        }
    }
}
