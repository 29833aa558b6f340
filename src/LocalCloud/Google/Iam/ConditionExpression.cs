using System.Globalization;

namespace LocalCloud.Google.Iam;

/// <summary>
/// Evaluates the part of the Common Expression Language that IAM conditions and workload identity providers use here:
/// and, or, not, comparisons, <c>in</c>, <c>?:</c>, strings, numbers, lists, <c>timestamp(…)</c>, <c>startsWith</c>, <c>endsWith</c>,
/// <c>contains</c>, <c>extract</c>, <c>hasOnly</c>, <c>request.time</c>, <c>resource.name</c>, <c>api.getAttribute(…)</c>, <c>assertion.x</c>, <c>attribute.x</c>, <c>google.subject</c>.
/// An expression it does not understand grants nothing.
/// </summary>
internal sealed class ConditionExpression
{
    private readonly IReadOnlyList<string> _tokens;
    private readonly ConditionFacts _facts;
    private int _at;

    private ConditionExpression(string text, ConditionFacts facts)
    {
        _tokens = ConditionTokens.Of(text);
        _facts = facts;
    }

    /// <summary>True when the expression is understood and true.</summary>
    public static bool Holds(string expression, ConditionFacts facts)
    {
        try
        {
            return Evaluate(expression, facts) is true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>The expression's value.</summary>
    /// <exception cref="FormatException">The expression is not understood.</exception>
    public static object? Evaluate(string expression, ConditionFacts facts)
    {
        var reader = new ConditionExpression(expression, facts);
        var value = reader.Choice();
        return reader._at == reader._tokens.Count ? value : throw new FormatException($"'{reader.Next}' is not understood in: {expression}");
    }

    private string Next => _at < _tokens.Count ? _tokens[_at] : "";

    private bool Skip(string token)
    {
        if (Next != token) return false;
        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Skip(token)) throw new FormatException($"Expected '{token}' instead of '{Next}'.");
    }

    private object? Choice()
    {
        var condition = Or();
        if (!Skip("?")) return condition;
        var yes = Choice();
        Expect(":");
        var no = Choice();
        return condition is true ? yes : no;
    }

    private object? Or()
    {
        var left = And();
        while (Skip("||"))
        {
            var right = And();
            left = left is true || right is true;
        }

        return left;
    }

    private object? And()
    {
        var left = Relation();
        while (Skip("&&"))
        {
            var right = Relation();
            left = left is true && right is true;
        }

        return left;
    }

    private object? Relation()
    {
        var left = Unary();
        foreach (var sign in (string[])["==", "!=", "<=", ">=", "<", ">"])
        {
            if (Skip(sign)) return Compare(left, sign, Unary());
        }

        if (Skip("in")) return Unary() is IReadOnlyList<object?> list ? list.Contains(left) : throw new FormatException("'in' needs a list.");
        return Skip("+") ? string.Concat(left, Unary()) : left;
    }

    private object? Unary() => Skip("!") ? Unary() is not true : Members(Primary());

    private object? Primary()
    {
        var token = Next;
        _at++;
        if (token == "(")
        {
            var inner = Choice();
            Expect(")");
            return inner;
        }

        if (token == "[") return Items("]");
        if (token.Length > 0 && token[0] is '\'' or '"') return token[1..^1];
        if (long.TryParse(token, CultureInfo.InvariantCulture, out var number)) return number;
        return token switch
        {
            "true" => true,
            "false" => false,
            "timestamp" => Timestamp(),
            "request" => Named("request", "time", _facts.Time),
            "resource" => Named("resource", "name", _facts.Resource),
            "api" => Attribute(),
            "google" => Named("google", "subject", _facts.Attributes?.GetValueOrDefault("google.subject")),
            "assertion" => Claim(_facts.Assertion ?? throw new FormatException("assertion is not known here.")),
            "attribute" => Mapped(),
            _ => throw new FormatException($"'{token}' is not understood."),
        };
    }

    private object? Named(string owner, string field, object? value)
    {
        Expect(".");
        return Skip(field) ? value : throw new FormatException($"{owner}.{Next} is not understood.");
    }

    private object? Claim(IReadOnlyDictionary<string, object?> claims)
    {
        string name;
        if (Skip("["))
        {
            name = Choice() as string ?? throw new FormatException("A claim is named by a string.");
            Expect("]");
        }
        else
        {
            Expect(".");
            name = Next;
            _at++;
        }

        return claims.TryGetValue(name, out var value) ? value : throw new FormatException($"There is no claim {name}.");
    }

    private object? Mapped()
    {
        Expect(".");
        var name = $"attribute.{Next}";
        _at++;
        return _facts.Attributes?.GetValueOrDefault(name) ?? throw new FormatException($"{name} is not mapped.");
    }

    private DateTimeOffset Timestamp()
    {
        Expect("(");
        var text = Choice() as string ?? "";
        Expect(")");
        return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private object? Attribute()
    {
        Expect(".");
        Expect("getAttribute");
        Expect("(");
        var arguments = Items(")");
        return arguments is ["iam.googleapis.com/modifiedGrantsByRole", var otherwise]
            ? _facts.GrantedRoles?.Cast<object?>().ToList() ?? otherwise
            : throw new FormatException("Only modifiedGrantsByRole is an attribute here.");
    }

    private object? Members(object? value)
    {
        while (Skip("."))
        {
            var name = Next;
            _at++;
            Expect("(");
            value = Call(value, name, Items(")"));
        }

        return value;
    }

    private List<object?> Items(string end)
    {
        var items = new List<object?>();
        while (!Skip(end))
        {
            items.Add(Choice());
            if (!Skip(",") && Next != end) throw new FormatException($"Expected ',' or '{end}' instead of '{Next}'.");
        }

        return items;
    }

    private static object? Call(object? value, string name, List<object?> arguments) => (value, name, arguments) switch
    {
        (string text, "startsWith", [string part]) => text.StartsWith(part, StringComparison.Ordinal),
        (string text, "endsWith", [string part]) => text.EndsWith(part, StringComparison.Ordinal),
        (string text, "contains", [string part]) => text.Contains(part, StringComparison.Ordinal),
        (string text, "extract", [string template]) => Extract(text, template),
        (IReadOnlyList<object?> list, "hasOnly", [IReadOnlyList<object?> allowed]) => list.All(allowed.Contains),
        _ => throw new FormatException($".{name}(…) is not understood."),
    };

    // "a/{x}/b": the text between what stands before and after the braces; empty when it does not occur.
    private static string Extract(string text, string template)
    {
        var (open, close) = (template.IndexOf('{'), template.IndexOf('}'));
        if (open < 0 || close < open) throw new FormatException("extract(…) needs one {name}.");
        var start = text.IndexOf(template[..open], StringComparison.Ordinal);
        if (start < 0) return "";
        start += open;
        var after = template[(close + 1)..];
        var end = after.Length == 0 ? text.Length : text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? "" : text[start..end];
    }

    private static bool Compare(object? left, string sign, object? right)
    {
        if (sign is "==") return Equals(left, right);
        if (sign is "!=") return !Equals(left, right);
        if (left is not IComparable comparable || right is null || left.GetType() != right.GetType()) throw new FormatException($"'{left}' and '{right}' have no order.");
        var order = comparable.CompareTo(right);
        return sign switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }
}
