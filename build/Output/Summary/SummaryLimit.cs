using System.Text;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>GitHub drops a summary of more than 1 MiB as a whole.</summary>
internal static class SummaryLimit
{
    // Leaves room for the note and for what must be closed before it.
    private const int MostBytes = (1024 * 1024) - 4096;
    private const string Note = "\n> [!WARNING]\n> This summary is cut: it is longer than the 1 MiB that GitHub shows. The log and the report have all of it.\n";

    /// <summary>Cuts at a line end when the text is too long, closes what is open there, and says so.</summary>
    /// <param name="text">The summary.</param>
    /// <param name="before">Bytes the file has already: several programs of one step share it.</param>
    public static string Cut(string text, long before)
    {
        var most = (int)Math.Max(0, MostBytes - before);
        if (Encoding.UTF8.GetByteCount(text) <= most) return text;
        // Not even the note has room where others took everything.
        if (before >= MostBytes) return "";
        var bytes = Encoding.UTF8.GetBytes(text);
        var end = most == 0 ? 0 : Array.LastIndexOf(bytes, (byte)'\n', most - 1);
        // A single endless line: cut between characters.
        if (end < 0) end = most - 1;
        while (end > 0 && (bytes[end] & 0b1100_0000) == 0b1000_0000) end--;
        var kept = Encoding.UTF8.GetString(bytes, 0, end);
        return $"{kept}\n{Closing(kept)}{Note}";
    }

    private static string Closing(string kept)
    {
        var lines = kept.Split('\n');
        var fence = lines.Count(l => l.StartsWith("```", StringComparison.Ordinal)) % 2 == 0 ? "" : "```\n";
        var open = lines.Count(l => l.StartsWith("<details>", StringComparison.Ordinal)) > lines.Count(l => l == "</details>");
        return open ? $"{fence}\n</details>\n" : fence;
    }
}
