using System.Text;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// What a setter comment says: text with <c>${name}</c> in it. A name is any text without <c>}</c>, and case matters.
/// </summary>
public sealed class SetterPattern
{
    // Literals and placeholders alternate: literal 0, name 0, literal 1, name 1, ..., last literal.
    private readonly string[] _literals;
    private readonly string[] _names;

    private SetterPattern(string text, string[] literals, string[] names) => (Text, _literals, _names) = (text, literals, names);

    /// <summary>As written in the comment.</summary>
    public string Text { get; }

    /// <summary>Names in the order of the text; a name that comes twice stands here twice.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The one name of a pattern that is nothing but <c>${name}</c>; else null.</summary>
    public string? OnlyName => _names.Length == 1 && _literals[0].Length == 0 && _literals[1].Length == 0 ? _names[0] : null;

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">Text behind <c># kpt-set: </c>, trimmed.</param>
    /// <param name="wrong">What is wrong with it; null when it is a pattern.</param>
    public static SetterPattern? Parse(string text, out string? wrong)
    {
        var literals = new List<string>();
        var names = new List<string>();
        var from = 0;
        wrong = null;
        while (text.IndexOf("${", from, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
            {
                wrong = $"'{text[open..]}' has no closing '}}'";
                return null;
            }

            var name = text[(open + 2)..close];
            if ((wrong = NameProblem(name)) is not null) return null;
            literals.Add(text[from..open]);
            names.Add(name);
            from = close + 1;
        }

        if (names.Count == 0)
        {
            wrong = text.Length == 0 ? "it names no setter" : $"'{text}' names no setter: one is written ${{name}}";
            return null;
        }

        literals.Add(text[from..]);
        return new SetterPattern(text, [.. literals], [.. names]);
    }

    /// <summary>Why <paramref name="name"/> cannot be the name of a setter; null when it can.</summary>
    public static string? NameProblem(string name)
    {
        if (name.Trim().Length == 0) return "a setter has no name";
        if (name.Contains('}', StringComparison.Ordinal)) return $"the setter name '{name}' holds '}}'";
        return name.Trim().Length == name.Length ? null : $"'${{{name}}}' has blanks around the name";
    }

    /// <summary>
    /// The text the field shall have. Every value is put in once and never looked at again, so a value that itself holds
    /// <c>${other}</c> stays as it is.
    /// </summary>
    /// <param name="values">Values given.</param>
    /// <param name="current">The field's text now: tells the parts for which no value was given.</param>
    /// <param name="missing">Names that neither <paramref name="values"/> nor <paramref name="current"/> tell; empty on success.</param>
    /// <returns>Null when a name is missing.</returns>
    public string? Fill(SetterValues values, string current, out IReadOnlyList<string> missing)
    {
        missing = [];
        var parts = KnowsAll(values) ? null : Parts(values, current) ?? Parts(SetterValues.None, current);
        var text = new StringBuilder(_literals[0]);
        for (var i = 0; i < _names.Length; i++)
        {
            if (values.TryGet(_names[i], out var value)) text.Append(value.Text);
            else if (parts is not null && parts.TryGetValue(_names[i], out var part)) text.Append(part);
            else
            {
                missing = [.. _names.Where(name => !values.Has(name)).Distinct(StringComparer.Ordinal)];
                return null;
            }

            text.Append(_literals[i + 1]);
        }

        return text.ToString();
    }

    private bool KnowsAll(SetterValues values)
    {
        foreach (var name in _names)
        {
            if (!values.Has(name)) return false;
        }

        return true;
    }

    /// <summary>What the parts of <paramref name="current"/> are, when the whole of it has this shape; else null.</summary>
    public IReadOnlyDictionary<string, string>? Derive(string current) => Parts(SetterValues.None, current);

    // Matches the whole of the text; where it can be cut in several ways the earlier part is the longer one. Names with a
    // value are looked for as that value first: that is how the field reads once it was set, so a second run finds the same parts.
    private Dictionary<string, string>? Parts(SetterValues known, string current)
    {
        var (literals, names) = WithKnown(known);
        if (names.Count == 0) return current == literals[0] ? [] : null;
        var (first, last) = (literals[0], literals[^1]);
        if (current.Length < first.Length + last.Length) return null;
        if (!current.StartsWith(first, StringComparison.Ordinal) || !current.EndsWith(last, StringComparison.Ordinal)) return null;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var end = current.Length - last.Length;
        for (var i = names.Count - 1; i >= 0; i--)
        {
            var cut = i == 0 ? 0 : current.AsSpan(first.Length, end - first.Length).LastIndexOf(literals[i]);
            if (cut < 0) return null;
            var from = first.Length + cut + (i == 0 ? 0 : literals[i].Length);
            var part = current[from..end];
            // An empty part tells nothing, and one name cannot have two texts.
            if (part.Length == 0 || (found.TryGetValue(names[i], out var other) && other != part)) return null;
            found[names[i]] = part;
            end = first.Length + cut;
        }

        return found;
    }

    private (List<string> Literals, List<string> Names) WithKnown(SetterValues known)
    {
        var literals = new List<string> { _literals[0] };
        var names = new List<string>();
        for (var i = 0; i < _names.Length; i++)
        {
            if (known.TryGet(_names[i], out var value)) literals[^1] += value.Text + _literals[i + 1];
            else
            {
                names.Add(_names[i]);
                literals.Add(_literals[i + 1]);
            }
        }

        return (literals, names);
    }

    public override string ToString() => Text;
}
