using System.Globalization;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>Understands written values. What it cannot understand it reports, and answers null. Values of secrets are never repeated.</summary>
internal sealed class ValueReader(Setting setting, Problems problems)
{
    public string? Text(RawValue raw)
    {
        if (Single(raw, "one text") is not { } text) return null;
        var bad = text.Value.AsSpan().IndexOfAnyInRange('\0', '\u001f');
        if (bad >= 0 && !(text.Value[bad] is '\n' or '\r' or '\t' && setting.Type == SettingType.Text && setting.Unit == "expression"))
            return Refuse<string>(raw, $"has a control character at position {bad + 1}; it must be one line of text.");
        return text.Value;
    }

    public bool? Switch(RawValue raw)
    {
        // An argument alone means yes: --plan.
        if (raw is RawValue.Nothing { Source.Origin: SettingOrigin.Argument }) return true;
        if (Single(raw, "true or false") is not { } text) return null;
        return text.Value switch
        {
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ => RefuseValue<bool>(raw, $"{Quoted(text)} is neither true nor false."),
        };
    }

    public int? Number(RawValue raw)
    {
        if (Single(raw, "a whole number") is not { } text) return null;
        if (!int.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return RefuseValue<int>(raw, $"{Quoted(text)} is not a whole number{Counting}.");
        if (number < setting.Min || number > setting.Max)
            return RefuseValue<int>(raw, $"{number} is out of range; it must be {Range}{Counting}.");
        return number;
    }

    public TimeSpan? Duration(RawValue raw)
    {
        if (Single(raw, "a time such as 20m") is not { } text) return null;
        if (DurationText.TryParse(text.Value, out var time)) return time;
        var unit = text.Value.Length > 0 && text.Value.All(char.IsAsciiDigit) ? $" It needs a unit: {text.Value}s or {text.Value}m." : "";
        return RefuseValue<TimeSpan>(raw, $"{Quoted(text)} is not a time; write it as 90s, 20m, 1h30m or 30d.{unit}");
    }

    public T? Choice<T>(RawValue raw) where T : struct, Enum
    {
        if (Single(raw, "one word") is not { } text) return null;
        if (Words.TryParse<T>(text.Value, out var value)) return value;
        var words = Words.All<T>();
        return RefuseValue<T>(raw, $"{Quoted(text)} is not one of {string.Join(", ", words)}.{Nearest.Hint(text.Value, words)}");
    }

    public IReadOnlyList<string>? List(RawValue raw) => Items(raw, "a list") is { } items ? TextsOf(items) : null;

    public IReadOnlyDictionary<string, string>? Map(RawValue raw)
    {
        if (Pairs(raw) is not { } pairs) return null;
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            if (Text(value) is not { } text) return null;
            // Of two equal names in one place the file reader has told already; between arguments the last one counts.
            map[key] = text;
        }

        return map;
    }

    public IReadOnlyDictionary<string, TimeSpan>? DurationMap(RawValue raw)
    {
        if (Pairs(raw) is not { } pairs) return null;
        var map = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            if (Duration(value) is not { } time) return null;
            map[key] = time;
        }

        return map;
    }

    public IReadOnlyList<ComponentSettings>? Components(RawValue raw)
    {
        if (Items(raw, "a list of components") is not { } items) return null;
        var components = new List<ComponentSettings>(items.Count);
        foreach (var item in items)
        {
            if (Component(item) is not { } component) return null;
            if (components.Find(c => c.Name == component.Name) is not null)
                return Refuse<IReadOnlyList<ComponentSettings>>(item, $"lists the component '{component.Name}' twice.");
            components.Add(component);
        }

        return components;
    }

    private ComponentSettings? Component(RawValue item) => item switch
    {
        RawValue.Entries entries => ComponentOf(entries),
        _ => Text(item) is { } text ? ComponentOf(item, text) : null,
    };

    private ComponentSettings? ComponentOf(RawValue item, string text)
    {
        var cluster = default(ComponentCluster?);
        if (text.LastIndexOf('@') is >= 0 and var at)
        {
            if (Choice<ComponentCluster>(new RawValue.Text(text[(at + 1)..], item.Source)) is not { } found) return null;
            cluster = found;
            text = text[..at];
        }

        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        return name.Length == 0
            ? Refuse<ComponentSettings>(item, "has a component without a name.")
            : new ComponentSettings(name, equals < 0 ? "" : text[(equals + 1)..], cluster);
    }

    private ComponentSettings? ComponentOf(RawValue.Entries entries)
    {
        string[] known = ["name", "path", "cluster"];
        var component = new ComponentSettings("");
        foreach (var entry in entries.Values)
        {
            switch (entry.Key)
            {
                case "name" when Text(entry.Value) is { } name: component = component with { Name = name }; break;
                case "path" when Text(entry.Value) is { } path: component = component with { Path = path }; break;
                case "cluster" when Choice<ComponentCluster>(entry.Value) is { } cluster: component = component with { Cluster = cluster }; break;
                case "name" or "path" or "cluster": return null;
                default:
                    problems.Add($"{setting.Path}: a component has no key '{entry.Key}'; it has name, path and cluster.{Nearest.Hint(entry.Key, known)}", entry.KeySource.At);
                    return null;
            }
        }

        return component.Name.Length > 0 ? component : Refuse<ComponentSettings>(entries, "has a component without a name.");
    }

    private List<(string Key, RawValue Value)>? Pairs(RawValue raw)
    {
        if (raw is RawValue.Entries entries) return entries.Values.Select(e => (e.Key, e.Value)).ToList();
        if (raw.Source.Origin == SettingOrigin.File) return Refuse<List<(string, RawValue)>>(raw, $"must be a map of names to values, not {Kind(raw)}.");
        var pairs = new List<(string, RawValue)>();
        foreach (var line in Each(raw).OfType<RawValue.Text>().SelectMany(t => Lines(t.Value)))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return Refuse<List<(string, RawValue)>>(raw, $"'{line}' is not of the form name=value.");
            pairs.Add((line[..equals].TrimEnd(), new RawValue.Text(line[(equals + 1)..].TrimStart(), raw.Source)));
        }

        return pairs.Count > 0 ? pairs : Refuse<List<(string, RawValue)>>(raw, "has no value.");
    }

    // In a file a list is a list; elsewhere it is one text that is taken apart.
    private List<RawValue>? Items(RawValue raw, string expected)
    {
        if (raw.Source.Origin == SettingOrigin.File)
            return raw is RawValue.Items items ? [.. items.Values] : Refuse<List<RawValue>>(raw, $"must be {expected}, not {Kind(raw)}.");
        var texts = Each(raw).OfType<RawValue.Text>().SelectMany(t => Lines(t.Value)).SelectMany(Parts).ToList();
        return texts.Count > 0
            ? [.. texts.Select(t => new RawValue.Text(t, raw.Source))]
            : Refuse<List<RawValue>>(raw, "has no value.");
    }

    private List<string>? TextsOf(List<RawValue> items)
    {
        var texts = new List<string>(items.Count);
        foreach (var item in items)
        {
            if (Text(item) is not { } text) return null;
            texts.Add(text);
        }

        return texts;
    }

    private RawValue.Text? Single(RawValue raw, string expected) => raw switch
    {
        RawValue.Text { Value.Length: > 0 } text => text,
        RawValue.Text or RawValue.Nothing => Refuse<RawValue.Text>(raw, $"has no value; it must be {expected}. Leave it out to get the default."),
        RawValue.Items when raw.Source.Origin == SettingOrigin.Argument => Refuse<RawValue.Text>(raw, "is given more than once."),
        _ => Refuse<RawValue.Text>(raw, $"must be {expected}, not {Kind(raw)}."),
    };

    private static IEnumerable<RawValue> Each(RawValue raw) => raw is RawValue.Items items ? items.Values : [raw];

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Parts(string line) =>
        line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Kind(RawValue raw) => raw switch
    {
        RawValue.Items => "a list",
        RawValue.Entries => "a map",
        RawValue.Nothing => "nothing",
        _ => "one text",
    };

    private string Counting => setting.Unit.Length == 0 ? "" : $" ({setting.Unit})";

    private string Range => setting.Max == int.MaxValue ? $"at least {setting.Min}" : $"from {setting.Min} to {setting.Max}";

    private string Quoted(RawValue.Text text) => setting.IsSecret ? "the value" : $"'{text.Value}'";

    private T? Refuse<T>(RawValue raw, string why) where T : class
    {
        problems.Add($"{raw.Source.Name}: {why}", raw.Source.At);
        return null;
    }

    private T? RefuseValue<T>(RawValue raw, string why) where T : struct
    {
        problems.Add($"{raw.Source.Name}: {why}", raw.Source.At);
        return null;
    }
}
