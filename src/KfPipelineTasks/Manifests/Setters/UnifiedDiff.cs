namespace KfPipelineTasks.Manifests.Setters;

/// <summary>Writes what edits do to a text, in the form that <c>patch</c> and <c>git apply</c> read.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <param name="writer">Where to.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="before">Its text.</param>
    /// <param name="edits">Sorted, not overlapping.</param>
    public static void Write(TextWriter writer, string file, string before, IReadOnlyList<TextEdit> edits)
    {
        if (edits.Count == 0) return;
        var after = TextEdit.Apply(before, edits);
        var blocks = Blocks(Lines(before), Lines(after), edits);
        // Found in the texts as they are, shown with Secrets hidden.
        var (old, now) = (Lines(SecretMask.Apply(before)), Lines(SecretMask.Apply(after)));
        writer.Write($"--- a/{file}\n+++ b/{file}\n");
        for (var i = 0; i < blocks.Count;)
        {
            var next = i + 1;
            while (next < blocks.Count && blocks[next].OldStart - blocks[next - 1].OldEnd <= 2 * Context) next++;
            WriteHunk(writer, old, now, blocks.GetRange(i, next - i));
            i = next;
        }
    }

    private static List<DiffBlock> Blocks(List<string> old, List<string> now, IReadOnlyList<TextEdit> edits)
    {
        var (oldStarts, newStarts) = (Starts(old), Starts(now));
        var blocks = new List<DiffBlock>();
        var shift = 0;
        foreach (var edit in edits)
        {
            var (from, to) = (edit.Start + shift, edit.Start + shift + edit.New.Length);
            var block = new DiffBlock(LineOf(oldStarts, edit.Start), LineOf(oldStarts, edit.End) + 1, LineOf(newStarts, from), LineOf(newStarts, to) + 1);
            shift += edit.New.Length - edit.Old.Length;
            if (blocks.Count > 0 && (block.OldStart < blocks[^1].OldEnd || block.NewStart < blocks[^1].NewEnd))
                blocks[^1] = blocks[^1] with { OldEnd = block.OldEnd, NewEnd = block.NewEnd };
            else blocks.Add(block);
        }

        return [.. blocks.Select(b => Trimmed(b with { OldEnd = Math.Min(b.OldEnd, old.Count), NewEnd = Math.Min(b.NewEnd, now.Count) }, old, now))];
    }

    // An edit may reach to the start of a line that stays as it is.
    private static DiffBlock Trimmed(DiffBlock block, List<string> old, List<string> now)
    {
        var (oldStart, oldEnd, newStart, newEnd) = block;
        while (oldStart < oldEnd && newStart < newEnd && old[oldStart] == now[newStart]) (oldStart, newStart) = (oldStart + 1, newStart + 1);
        while (oldStart < oldEnd && newStart < newEnd && old[oldEnd - 1] == now[newEnd - 1]) (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        return new DiffBlock(oldStart, oldEnd, newStart, newEnd);
    }

    private static void WriteHunk(TextWriter writer, List<string> old, List<string> now, List<DiffBlock> blocks)
    {
        var (first, last) = (Math.Max(0, blocks[0].OldStart - Context), Math.Min(old.Count, blocks[^1].OldEnd + Context));
        var newFirst = blocks[0].NewStart - (blocks[0].OldStart - first);
        var newCount = last - first + blocks.Sum(b => b.NewEnd - b.NewStart - (b.OldEnd - b.OldStart));
        writer.Write($"@@ -{Span(first, last - first)} +{Span(newFirst, newCount)} @@\n");
        var at = first;
        foreach (var block in blocks)
        {
            for (; at < block.OldStart; at++) WriteLine(writer, ' ', old[at]);
            for (; at < block.OldEnd; at++) WriteLine(writer, '-', old[at]);
            for (var line = block.NewStart; line < block.NewEnd; line++) WriteLine(writer, '+', now[line]);
        }

        for (; at < last; at++) WriteLine(writer, ' ', old[at]);
    }

    private static string Span(int start, int count) => count switch { 1 => $"{start + 1}", 0 => $"{start},0", _ => $"{start + 1},{count}" };

    private static void WriteLine(TextWriter writer, char sign, string line)
    {
        writer.Write(sign);
        writer.Write(line);
        if (!line.EndsWith('\n')) writer.Write("\n\\ No newline at end of file\n");
    }

    // Each with its line break. Only LF ends a line here, because patch counts them so.
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var from = 0; from < text.Length;)
        {
            var end = text.IndexOf('\n', from) is var at and >= 0 ? at + 1 : text.Length;
            lines.Add(text[from..end]);
            from = end;
        }

        return lines;
    }

    private static int[] Starts(List<string> lines)
    {
        var starts = new int[lines.Count];
        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + lines[i - 1].Length;
        return starts;
    }

    private static int LineOf(int[] starts, int offset) => Array.BinarySearch(starts, offset) is var found && found >= 0 ? found : Math.Max(0, ~found - 1);
}
