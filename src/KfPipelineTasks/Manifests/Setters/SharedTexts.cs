using System.Collections.Concurrent;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// What a run meets again and again, kept once: a package has a hundred thousand setter comments and a hundred patterns.
/// Safe to use from several threads.
/// </summary>
internal sealed class SharedTexts
{
    private readonly ConcurrentDictionary<string, SetterPattern> _patterns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Reads a pattern; see <see cref="SetterPattern.Parse"/>.</summary>
    public SetterPattern? Pattern(string text, out string? wrong)
    {
        wrong = null;
        if (_patterns.TryGetValue(text, out var known)) return known;
        return SetterPattern.Parse(text, out wrong) is { } read ? _patterns.GetOrAdd(text, read) : null;
    }

    /// <summary>The same text, the first time it was met.</summary>
    public string Of(string text) => _texts.GetOrAdd(text, text);
}
