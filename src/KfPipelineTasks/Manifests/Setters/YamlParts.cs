using System.Buffers;

namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Finds the documents of a text that speak of setters, without parsing anything: the rest is never parsed at all.</summary>
internal static class YamlParts
{
    /// <summary>What a setter comment, or an attempt at one, holds.</summary>
    public static SearchValues<string> Marks { get; } =
        SearchValues.Create(["kpt-set", "kpt_set", "kptset"], StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the text holds something that could be a setter comment.</summary>
    public static bool MaySet(ReadOnlySpan<char> text) => text.IndexOfAny(Marks) >= 0;

    /// <summary>Parts of the text that are whole documents and hold a mark, in order.</summary>
    public static IReadOnlyList<(int Start, int End)> WithMarks(string text)
    {
        var from = text.StartsWith('\uFEFF') ? 1 : 0;
        // A directive belongs to the document behind it, so a text with one is read as a whole.
        if (text.AsSpan(from).StartsWith('%') || text.Contains("\n%", StringComparison.Ordinal) || text.Contains("\r%", StringComparison.Ordinal))
            return MaySet(text) ? [(from, text.Length)] : [];
        var parts = new List<(int Start, int End)>();
        var at = from;
        while (text.AsSpan(at).IndexOfAny(Marks) is var found and >= 0)
        {
            var start = Math.Max(DocumentStart(text, at + found), at);
            var end = NextDocument(text, at + found);
            parts.Add((start, end));
            at = end;
        }

        return parts;
    }

    // A line that starts with three dashes begins a document wherever it stands: YAML forbids it even inside strings.
    private static int DocumentStart(string text, int offset)
    {
        for (var end = offset; end > 0;)
        {
            var at = text.LastIndexOf("---", end - 1, StringComparison.Ordinal);
            if (at < 0) break;
            if (IsMarker(text, at)) return at;
            end = at;
        }

        return text.StartsWith('\uFEFF') ? 1 : 0;
    }

    private static int NextDocument(string text, int offset)
    {
        for (var at = offset; (at = text.IndexOf("---", at, StringComparison.Ordinal)) >= 0; at++)
        {
            if (IsMarker(text, at)) return at;
        }

        return text.Length;
    }

    private static bool IsMarker(string text, int at) =>
        (at == 0 || text[at - 1] is '\n' or '\r' or '\uFEFF') && (at + 3 >= text.Length || text[at + 3] is ' ' or '\t' or '\n' or '\r');
}
