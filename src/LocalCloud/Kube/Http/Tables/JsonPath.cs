using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Http.Tables;

/// <summary>
/// The part of JSONPath that printer columns use: <c>.a.b</c>, <c>['a']</c>, <c>[0]</c>, <c>[*]</c>,
/// <c>[?(@.type=="Ready")]</c>. What cannot be read finds nothing.
/// </summary>
internal sealed partial class JsonPath
{
    private readonly IReadOnlyList<Func<JsonNode?, IEnumerable<JsonNode?>>> _steps;

    private JsonPath(IReadOnlyList<Func<JsonNode?, IEnumerable<JsonNode?>>> steps) => _steps = steps;

    public IEnumerable<JsonNode?> Find(JsonNode document) =>
        _steps.Aggregate((IEnumerable<JsonNode?>)[document], (nodes, step) => nodes.SelectMany(step)).Where(node => node is not null);

    public static JsonPath Parse(string text)
    {
        var steps = new List<Func<JsonNode?, IEnumerable<JsonNode?>>>();
        foreach (Match match in Step().Matches(text))
        {
            if (match.Groups["name"].Success) steps.Add(Member(match.Groups["name"].Value.Replace("\\.", ".", StringComparison.Ordinal)));
            else if (match.Groups["quoted"].Success) steps.Add(Member(match.Groups["quoted"].Value));
            else if (match.Groups["index"].Success) steps.Add(Index(int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture)));
            else if (match.Groups["all"].Success) steps.Add(node => node is JsonArray list ? list : node is JsonObject map ? map.Select(pair => pair.Value) : []);
            else steps.Add(Filter(match.Groups["field"].Value, match.Groups["value"].Value));
        }
        return new(steps);
    }

    private static Func<JsonNode?, IEnumerable<JsonNode?>> Member(string name) =>
        node => node is JsonObject map && map.TryGetPropertyValue(name, out var value) ? [value] : [];

    private static Func<JsonNode?, IEnumerable<JsonNode?>> Index(int index) =>
        node => node is JsonArray list && (index < 0 ? list.Count + index : index) is var at && at >= 0 && at < list.Count ? [list[at]] : [];

    private static Func<JsonNode?, IEnumerable<JsonNode?>> Filter(string field, string value) =>
        node => node is JsonArray list ? list.Where(item => Json.At(item, field.Split('.', StringSplitOptions.RemoveEmptyEntries)) is { } found && (Json.Text(found) ?? Json.ToText(found)) == value) : [];

    [GeneratedRegex("""\[\?\(\s*@\.(?<field>[\w.]+)\s*==\s*["']?(?<value>[^"')]*)["']?\s*\)\]|\[(?<index>-?\d+)\]|\[['"](?<quoted>[^'"]*)['"]\]|(?<all>\[\*\])|\.(?<name>(\\\.|[^.\[\]])+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();
}
