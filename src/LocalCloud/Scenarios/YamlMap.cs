using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace LocalCloud.Scenarios;

/// <summary>Keys and values of a YAML file. Asking for a key marks it as known; the rest is reported when the map is closed.</summary>
internal sealed class YamlMap(YamlFile file, YamlMappingNode node)
{
    private readonly HashSet<string> _known = [];
    private readonly List<YamlMap> _children = [];

    /// <summary>The keys that are there.</summary>
    public IEnumerable<string> Keys => node.Children.Keys.Select(key => key.ToString());

    public bool Has(string key) => Find(key) is not null;

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value,
        var other => Wrong<string>(other, $"'{key}' must be a text."),
    };

    /// <summary>A text that must be there.</summary>
    public string Required(string key)
    {
        if (Text(key) is { Length: > 0 } text) return text;
        file.Add(node.Start, $"'{key}' is missing.");
        return "";
    }

    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => Wrong<bool?>(Find(key)!, $"'{key}' must be true or false, not '{text}'."),
    };

    public int? Number(string key) => Text(key) is not { } text ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : Wrong<int?>(Find(key)!, $"'{key}' must be a whole number, not '{text}'.");

    public double? Fraction(string key) => Text(key) is not { } text ? null
        : double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : Wrong<double?>(Find(key)!, $"'{key}' must be a number, not '{text}'.");

    public TimeSpan? Duration(string key) => Text(key) is not { } text ? null
        : Durations.TryParse(text, out var duration) ? duration
        : Wrong<TimeSpan?>(Find(key)!, $"'{key}' must be a duration such as 500ms, 30s, 5m or 1h, not '{text}'.");

    /// <summary>A regular expression.</summary>
    public Regex? Pattern(string key, Func<string, Regex> make)
    {
        if (Text(key) is not { } text) return null;
        try
        {
            return make(text);
        }
        catch (ArgumentException problem)
        {
            return Wrong<Regex>(Find(key)!, $"'{key}' is no regular expression: {problem.Message}");
        }
    }

    /// <summary>A map below this one; null when the key is absent.</summary>
    public YamlMap? Map(string key) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => Child(map),
        var other => Wrong<YamlMap>(other, $"'{key}' must have keys and values."),
    };

    /// <summary>A list of maps; empty when the key is absent.</summary>
    public IReadOnlyList<YamlMap> Maps(string key) => Items(key).Select(item => item is YamlMappingNode map ? Child(map) : Wrong<YamlMap>(item, $"Every entry of '{key}' must have keys and values.")).OfType<YamlMap>().ToList();

    /// <summary>A list of texts; empty when the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key) => Items(key).Select(item => item is YamlScalarNode { Value: { } text } ? text : Wrong<string>(item, $"Every entry of '{key}' must be a text.")).OfType<string>().ToList();

    /// <summary>Keys and texts below a key; empty when it is absent.</summary>
    public IReadOnlyDictionary<string, string> Pairs(string key) => Map(key) is { } map ? map.Keys.ToDictionary(name => name, name => map.Text(name) ?? "") : new Dictionary<string, string>();

    /// <summary>Anything below a key, as JSON.</summary>
    public JsonNode? Json(string key) => Find(key) is { } value ? ToJson(value) : null;

    /// <summary>Reports a problem at a key.</summary>
    public void Problem(string key, string text) => file.Add((Find(key) ?? node).Start, text);

    /// <summary>Reports the keys nobody asked for, here and below.</summary>
    public void Close()
    {
        foreach (var key in node.Children.Keys)
        {
            var name = key.ToString();
            if (_known.Contains(name)) continue;
            file.Add(key.Start, $"unknown key '{name}'. Known here: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }

        foreach (var child in _children) child.Close();
    }

    private YamlNode? Find(string key)
    {
        _known.Add(key);
        var found = node.Children.FirstOrDefault(pair => pair.Key is YamlScalarNode name && name.Value == key).Value;
        return found is YamlScalarNode { Value: "" or "null" or "~" or null, Style: YamlDotNet.Core.ScalarStyle.Plain } ? null : found;
    }

    private IEnumerable<YamlNode> Items(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Children,
        var other => Wrong<IEnumerable<YamlNode>>(other, $"'{key}' must be a list.") ?? [],
    };

    private YamlMap Child(YamlMappingNode map)
    {
        if (_children.Find(child => child.Is(map)) is { } there) return there;
        var made = new YamlMap(file, map);
        _children.Add(made);
        return made;
    }

    private bool Is(YamlMappingNode map) => ReferenceEquals(node, map);

    private T? Wrong<T>(YamlNode at, string problem)
    {
        file.Add(at.Start, problem);
        return default;
    }

    // Types as YAML's core schema has them: what is quoted is a text.
    private static JsonNode? ToJson(YamlNode value) => value switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } plain => PlainToJson(plain.Value),
        _ => JsonValue.Create(((YamlScalarNode)value).Value),
    };

    private static JsonNode? PlainToJson(string? text) => text switch
    {
        null or "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
