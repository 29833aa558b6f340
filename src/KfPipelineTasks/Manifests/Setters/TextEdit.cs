namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Replaces a part of a text.</summary>
/// <param name="Start">Offset in UTF-16 units from the start of the text before the edit.</param>
/// <param name="Old">What stands there; may be empty.</param>
/// <param name="New">What shall stand there; may be empty.</param>
public sealed record TextEdit(int Start, string Old, string New)
{
    /// <summary>Offset behind the replaced part, before the edit.</summary>
    public int End => Start + Old.Length;

    /// <summary>Applies edits that are sorted by <see cref="Start"/> and do not overlap.</summary>
    public static string Apply(string text, IReadOnlyList<TextEdit> edits)
    {
        if (edits.Count == 0) return text;
        var length = text.Length + edits.Sum(e => e.New.Length - e.Old.Length);
        return string.Create(length, (text, edits), static (target, source) =>
        {
            var from = 0;
            foreach (var edit in source.edits)
            {
                Copy(source.text.AsSpan(from, edit.Start - from), ref target);
                Copy(edit.New, ref target);
                from = edit.End;
            }

            Copy(source.text.AsSpan(from), ref target);
        });
    }

    /// <summary>The edits that lead back from the edited text to the text before.</summary>
    public static IReadOnlyList<TextEdit> Inverse(IReadOnlyList<TextEdit> edits)
    {
        var shift = 0;
        var inverse = new List<TextEdit>(edits.Count);
        foreach (var edit in edits)
        {
            inverse.Add(new TextEdit(edit.Start + shift, edit.New, edit.Old));
            shift += edit.New.Length - edit.Old.Length;
        }

        return inverse;
    }

    private static void Copy(ReadOnlySpan<char> from, ref Span<char> target)
    {
        from.CopyTo(target);
        target = target[from.Length..];
    }
}
