using System.Diagnostics.CodeAnalysis;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Values by setter name, each name once. Unchanging.</summary>
public sealed class SetterValues
{
    private readonly Dictionary<string, SetterValue> _byName;

    /// <param name="values">Where a name comes twice the later one counts.</param>
    public SetterValues(IEnumerable<SetterValue> values)
    {
        _byName = new Dictionary<string, SetterValue>(StringComparer.Ordinal);
        foreach (var value in values) _byName[value.Name] = value;
    }

    public static SetterValues None { get; } = new([]);

    public int Count => _byName.Count;

    /// <summary>Every value, sorted by name.</summary>
    public IEnumerable<SetterValue> All => _byName.Values.OrderBy(v => v.Name, StringComparer.Ordinal);

    public IEnumerable<string> Names => _byName.Keys;

    public bool TryGet(string name, [NotNullWhen(true)] out SetterValue? value) => _byName.TryGetValue(name, out value);

    public bool Has(string name) => _byName.ContainsKey(name);

    /// <summary>These values, with <paramref name="stronger"/> where both name a setter.</summary>
    public SetterValues With(SetterValues stronger) => new(_byName.Values.Concat(stronger._byName.Values));

    /// <summary>Values that all come from one place.</summary>
    public static SetterValues Of(string origin, params IEnumerable<(string Name, string Text)> values) =>
        new(values.Select(v => new SetterValue(v.Name, v.Text, origin)));

    /// <summary>Reads <c>name=value</c> words; the value may hold further <c>=</c> and may be empty.</summary>
    /// <param name="words">One word per value.</param>
    /// <param name="problems">Takes what is wrong: no <c>=</c>, no name, a name given twice.</param>
    /// <param name="origin">Who gave them.</param>
    public static SetterValues Parse(IEnumerable<string> words, Problems problems, string origin = "--set")
    {
        var found = new Dictionary<string, SetterValue>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var at = word.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? "" : word[..at].Trim();
            if (name.Length == 0)
                problems.Add($"{origin} '{word}' names no setter and value.", next: $"Write {origin} name=value.");
            else if (SetterPattern.NameProblem(name) is { } wrong)
                problems.Add($"{origin} '{word}': {wrong}");
            else if (!found.TryAdd(name, new SetterValue(name, word[(at + 1)..], origin)))
                problems.Add($"{origin} gives setter '{name}' twice.", next: "Keep one of the two.");
        }

        return new SetterValues(found.Values);
    }
}
