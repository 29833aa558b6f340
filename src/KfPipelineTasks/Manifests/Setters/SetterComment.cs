using System.Text.RegularExpressions;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>A comment, read as a setter comment.</summary>
/// <param name="Pattern">What to set; null when it is no setter comment.</param>
/// <param name="Wrong">Why it is none although it is meant as one; null when it is one, or was never meant to be.</param>
/// <param name="Next">How to write it.</param>
internal sealed partial record SetterComment(SetterPattern? Pattern, string? Wrong = null, string? Next = null)
{
    /// <summary>Exactly this starts a setter comment: kpt's apply-setters passes over every other spelling in silence.</summary>
    public const string Prefix = "# kpt-set: ";

    private static readonly SetterComment NotMeant = new(null, null);

    /// <summary>Reads a comment from its <c>#</c> to the end of its line.</summary>
    /// <param name="comment">Text from <c>#</c> to the end of the line.</param>
    /// <param name="ownLine">True when nothing but blanks stands before it.</param>
    /// <param name="shared">Patterns met before.</param>
    public static SetterComment Read(string comment, bool ownLine, SharedTexts shared)
    {
        if (comment == Prefix.TrimEnd()) return Exact("", ownLine, shared);
        if (comment.StartsWith(Prefix, StringComparison.Ordinal)) return Exact(comment[Prefix.Length..].Trim(), ownLine, shared);
        if (Legacy().Match(comment) is { Success: true } legacy)
            return Miss($"'{Excerpt.Of(comment)}' is the form of an old kpt version", $"Write {Prefix}${{{legacy.Groups["name"].Value}}}.");
        if (Near().Match(comment) is { Success: true } near)
            return Miss($"'{Excerpt.Of(comment)}' is no setter comment: one starts with exactly '{Prefix}'", $"Write {Prefix}{Excerpt.Of(near.Groups["rest"].Value.Trim())}.");
        // "# field: x # kpt-set: ${x}" on a line of its own is a field that was commented out, and nobody expects it to be set.
        var later = comment.IndexOf(Prefix, StringComparison.Ordinal);
        return later > 0 && !ownLine && comment.IndexOf("${", later, StringComparison.Ordinal) > 0
            ? Miss($"'{Excerpt.Of(comment)}' is no setter comment, because '{Prefix}' does not start it", $"Write {Excerpt.Of(comment[later..])} and put the rest on a line above.")
            : NotMeant;
    }

    /// <summary>True when a piece of a string looks like a setter comment.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> line) =>
        line.IndexOf(Prefix) is var at and >= 0 && line[at..].IndexOf("${") > 0;

    private static SetterComment Exact(string pattern, bool ownLine, SharedTexts shared)
    {
        var read = shared.Pattern(pattern, out var wrong);
        if (read is not null) return new SetterComment(read);
        // "# kpt-set: fills in these values" above a block is prose.
        return ownLine && !pattern.Contains("${", StringComparison.Ordinal)
            ? NotMeant
            : Miss($"'{Prefix}{Excerpt.Of(pattern)}' sets nothing: {Excerpt.Of(wrong!)}", $"Write {Prefix}{Excerpt.Of(Repaired(pattern))}.");
    }

    private static string Repaired(string pattern)
    {
        var tight = Blanks().Replace(pattern, "${${name}}");
        return SetterPattern.Parse(tight, out _) is null ? "${name}" : tight;
    }

    private static SetterComment Miss(string wrong, string next) => new(null, wrong, next);

    [GeneratedRegex(@"\$\{\s*(?<name>[^}]*?)\s*\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Blanks();

    [GeneratedRegex("""^#\s*\{\s*"?\$kpt-set"?\s*:\s*"?(?<name>[^"}]*)"?\s*\}""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Legacy();

    [GeneratedRegex(@"^#+\s*kpt[-_]?set\s*:?\s*(?<rest>.*\$\{.*)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Near();
}
