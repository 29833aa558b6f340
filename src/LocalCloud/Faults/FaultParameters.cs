namespace LocalCloud.Faults;

/// <summary>What fills in the texts of a named fault.</summary>
public sealed class FaultParameters(IReadOnlyDictionary<string, string> values)
{
    public static FaultParameters None { get; } = new(new Dictionary<string, string>());

    /// <summary>A text, or what stands in for it.</summary>
    public string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);

    /// <summary>A duration such as <c>2s</c>, or what stands in for it.</summary>
    /// <exception cref="ArgumentException">The text is no duration.</exception>
    public TimeSpan Duration(string name, TimeSpan otherwise) => !values.TryGetValue(name, out var text) ? otherwise
        : Scenarios.Durations.TryParse(text, out var duration) ? duration
        : throw new ArgumentException($"{name}: '{text}' is no duration. Write 500ms, 30s, 5m or 1h.");
}
