using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Kube.Api;

/// <summary>A label selector, from an object's <c>matchLabels</c>/<c>matchExpressions</c> or from a query such as <c>app=web,tier in (a,b),!old</c>.</summary>
public sealed class LabelSelector
{
    private readonly IReadOnlyList<Requirement> _requirements;

    private LabelSelector(IReadOnlyList<Requirement> requirements) => _requirements = requirements;

    private sealed record Requirement(string Key, string Operator, IReadOnlySet<string> Values);

    /// <summary>Selects everything.</summary>
    public bool IsEmpty => _requirements.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
            if (!Matches(requirement, labels)) return false;
        return true;
    }

    private static bool Matches(Requirement requirement, IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(requirement.Key, out var value);
        return requirement.Operator switch
        {
            "In" => has && requirement.Values.Contains(value!),
            "NotIn" => !has || !requirement.Values.Contains(value!),
            "Exists" => has,
            _ => !has,
        };
    }

    public static LabelSelector FromJson(JsonObject? selector)
    {
        var requirements = Json.TextMap(selector, "matchLabels").Select(pair => new Requirement(pair.Key, "In", new HashSet<string>(StringComparer.Ordinal) { pair.Value })).ToList();
        foreach (var expression in Json.Maps(selector, "matchExpressions"))
            requirements.Add(new(Json.Text(expression, "key") ?? "", Json.Text(expression, "operator") ?? "", Json.Texts(expression, "values").ToHashSet(StringComparer.Ordinal)));
        return new(requirements);
    }

    /// <exception cref="ApiException">400: the text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        var requirements = new List<Requirement>();
        foreach (var part in Split(text ?? "")) requirements.Add(ParseOne(part.Trim(), text!));
        return new(requirements);
    }

    private static IEnumerable<string> Split(string text)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        if (start < text.Length) yield return text[start..];
    }

    private static Requirement ParseOne(string part, string whole)
    {
        if (part.StartsWith('!')) return new(Key(part[1..], whole), "DoesNotExist", None);
        if (part.EndsWith(')'))
        {
            var open = part.IndexOf('(', StringComparison.Ordinal);
            var words = part[..Math.Max(open, 0)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2 && words[1] is "in" or "notin")
                return new(Key(words[0], whole), words[1] == "in" ? "In" : "NotIn", part[(open + 1)..^1].Split(',').Select(value => value.Trim()).ToHashSet(StringComparer.Ordinal));
            throw Bad(whole, part);
        }
        var not = part.IndexOf("!=", StringComparison.Ordinal);
        if (not > 0) return new(Key(part[..not], whole), "NotIn", One(part[(not + 2)..]));
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0) return new(Key(part[..equals], whole), "In", One(part[(equals + 1)..].TrimStart('=')));
        return new(Key(part, whole), "Exists", None);
    }

    private static readonly IReadOnlySet<string> None = new HashSet<string>(StringComparer.Ordinal);

    private static HashSet<string> One(string value) => new(StringComparer.Ordinal) { value.Trim() };

    private static string Key(string text, string whole)
    {
        var key = text.Trim();
        return Names.QualifiedNameProblem(key) is null ? key : throw Bad(whole, key);
    }

    private static ApiException Bad(string whole, string part) =>
        ApiErrors.BadRequest($"unable to parse requirement: found '{part}' in \"{whole}\", expected a label key, an operator and values");
}
