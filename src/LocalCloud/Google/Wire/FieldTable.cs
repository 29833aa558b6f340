using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalCloud.Google.Http;

namespace LocalCloud.Google.Wire;

/// <summary>
/// The messages an API's requests are made of: one name per line, its fields below, indented. It knows enough to refuse
/// what the real front end refuses before the API sees it: a name nobody knows, a value of another type.
/// A type is <c>string, bool, int32, int64, double, bytes, any</c>, <c>enum(A|B)</c>, another message, <c>map(T)</c>, and <c>[]</c> behind it means a list.
/// </summary>
internal sealed class FieldTable
{
    private static readonly ConcurrentDictionary<string, FieldTable> Loaded = new();
    private readonly Dictionary<string, Dictionary<string, string>> _messages = [];

    private FieldTable(string package, TextReader text)
    {
        Package = package;
        Dictionary<string, string>? current = null;
        while (text.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] != ' ') _messages[line] = current = [];
            else current![line[2..line.IndexOf(' ', 2)]] = line[(line.IndexOf(' ', 2) + 1)..];
        }
    }

    /// <summary>Protocol buffer package, as in error texts.</summary>
    public string Package { get; }

    public IReadOnlyDictionary<string, Dictionary<string, string>> Messages => _messages;

    /// <summary>The table kept as resource <c>{name}.fields</c>.</summary>
    public static FieldTable Of(string name, string package) => Loaded.GetOrAdd(name, _ =>
    {
        using var stream = typeof(FieldTable).Assembly.GetManifestResourceStream($"{name}.fields")
            ?? throw new InvalidOperationException($"The resource {name}.fields is missing.");
        using var reader = new StreamReader(stream);
        return new FieldTable(package, reader);
    });

    /// <summary>Checks a body against a message, and writes its names the way handlers read them.</summary>
    /// <exception cref="GoogleException">HTTP 400 with one field violation per problem.</exception>
    public void Check(string message, JsonObject body)
    {
        var problems = new List<(string Path, string Text)>();
        CheckMessage(message, body, "", problems);
        if (problems.Count == 0)
        {
            Rename(message, body);
            return;
        }

        var violations = new JsonArray([.. problems.Select(problem => (JsonNode)Violation(problem))]);
        throw GoogleException.InvalidArgument(
            string.Join('\n', problems.Select(problem => problem.Text)),
            new JsonObject { ["@type"] = "type.googleapis.com/google.rpc.BadRequest", ["fieldViolations"] = violations });
    }

    private static JsonObject Violation((string Path, string Text) problem) =>
        problem.Path.Length == 0
            ? new JsonObject { ["description"] = problem.Text }
            : new JsonObject { ["field"] = problem.Path, ["description"] = problem.Text };

    private void CheckMessage(string message, JsonObject body, string path, List<(string Path, string Text)> problems)
    {
        var fields = _messages[message];
        foreach (var (name, value) in body)
        {
            // Names are accepted as the discovery document writes them and in the original spelling, as protobuf's JSON mapping says.
            var type = fields.GetValueOrDefault(name) ?? fields.GetValueOrDefault(Camel(name));
            var at = path.Length == 0 ? Snake(name) : $"{path}.{Snake(name)}";
            if (type is not null) CheckValue(type, value, at, message, name, problems);
            else if (name != "@type") problems.Add((path, $"Invalid JSON payload received. Unknown name \"{name}\"{(path.Length == 0 ? "" : $" at '{path}'")}: Cannot find field."));
        }
    }

    private void Rename(string message, JsonObject body)
    {
        var fields = _messages[message];
        foreach (var (name, value) in body.ToList())
        {
            var known = fields.ContainsKey(name) ? name : Camel(name);
            if (!fields.TryGetValue(known, out var type)) continue;
            if (known != name)
            {
                body.Remove(name);
                body[known] = value;
            }

            var inner = type.TrimEnd('[', ']');
            if (!_messages.ContainsKey(inner)) continue;
            foreach (var child in value is JsonArray list ? list.OfType<JsonObject>() : value is JsonObject single ? [single] : []) Rename(inner, child);
        }
    }

    private void CheckValue(string type, JsonNode? value, string path, string message, string name, List<(string Path, string Text)> problems)
    {
        if (value is null) return;
        if (type.EndsWith("[]", StringComparison.Ordinal))
        {
            // A single value is taken for a list of one, as the real parser does.
            var items = value as JsonArray ?? new JsonArray(value.DeepClone());
            for (var at = 0; at < items.Count; at++) CheckValue(type[..^2], items[at], $"{path}[{at}]", message, name, problems);
        }
        else if (type.StartsWith("map(", StringComparison.Ordinal))
        {
            if (value is not JsonObject map) problems.Add((path, $"Invalid value at '{path}' (Map), {Show(value)}"));
            else foreach (var (key, item) in map) CheckValue(type[4..^1], item, $"{path}[\"{key}\"]", message, name, problems);
        }
        else if (_messages.ContainsKey(type))
        {
            if (value is JsonObject child) CheckMessage(type, child, path, problems);
            else problems.Add((path, $"Invalid value at '{path}' (type.googleapis.com/{Package}.{type}), {Show(value)}"));
        }
        else if (!Fits(type, value))
        {
            problems.Add((path, $"Invalid value at '{path}' ({TypeName(type, message, name)}), {Show(value)}"));
        }
    }

    private static bool Fits(string type, JsonNode value)
    {
        var kind = value.GetValueKind();
        return type switch
        {
            "any" => true,
            "string" => kind == JsonValueKind.String,
            "bool" => kind is JsonValueKind.True or JsonValueKind.False || (kind == JsonValueKind.String && bool.TryParse(value.GetValue<string>(), out _)),
            "bytes" => kind == JsonValueKind.String,
            "int32" => IsWhole(value, int.MinValue, int.MaxValue),
            "int64" => IsWhole(value, long.MinValue, long.MaxValue),
            "uint64" => IsWhole(value, 0, ulong.MaxValue),
            "double" => kind == JsonValueKind.Number || (kind == JsonValueKind.String && double.TryParse(value.GetValue<string>(), out _)),
            _ when type.StartsWith("enum(", StringComparison.Ordinal) =>
                kind == JsonValueKind.Number || (kind == JsonValueKind.String && type[5..^1].Split('|').Contains(value.GetValue<string>())),
            _ => throw new InvalidOperationException($"A field table names the type {type}, which is no message of it."),
        };
    }

    // Numbers may be written as text and the other way round; both mean the same in protobuf's JSON mapping.
    private static bool IsWhole(JsonNode value, decimal least, decimal most) =>
        decimal.TryParse(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString(), out var number)
        && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number
        && number == decimal.Truncate(number) && number >= least && number <= most;

    private string TypeName(string type, string message, string name) => type.StartsWith("enum(", StringComparison.Ordinal)
        ? $"type.googleapis.com/{Package}.{message}.{char.ToUpperInvariant(name[0])}{name[1..]}"
        : $"TYPE_{type.ToUpperInvariant()}";

    private static string Show(JsonNode value) => value is JsonValue ? value.ToJsonString() : value is JsonArray ? "Starting an array." : "Starting an object on a scalar field";

    private static string Snake(string camel) => string.Concat(camel.Select(letter => char.IsAsciiLetterUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : letter.ToString()));

    private static string Camel(string snake)
    {
        var parts = snake.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }
}
