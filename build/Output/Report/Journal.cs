using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>
/// What a run says, written as it is said: a run that is killed leaves no report, but it leaves this. One JSON object per line, as <c>--output=json</c> has them,
/// details included; the last line of a run that has ended is <c>run-end</c>.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Name of the file in the folder of the report.</summary>
    public const string FileName = "journal.jsonl";

    /// <summary>Where the journal of a run that did not end is kept for the one after it.</summary>
    public const string InterruptedFileName = "journal.interrupted.jsonl";

    private readonly StreamWriter _file;
    private readonly JsonLinesOutput _lines;

    private Journal(StreamWriter file, JsonLinesOutput lines, string? interrupted) => (_file, _lines, Interrupted) = (file, lines, interrupted);

    /// <summary>What is known of the run before, when it did not come to its end; null otherwise.</summary>
    public string? Interrupted { get; }

    /// <summary>Begins a journal; null where the folder cannot be written, which the report at the end says.</summary>
    public static Journal? Open(string folder, SecretScrubber scrubber, bool isRehearsal, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, FileName);
            var interrupted = Put(path, Path.Combine(folder, InterruptedFileName));
            var file = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read));
            return new Journal(file, new JsonLinesOutput(file, scrubber, new OutputOptions { Threshold = Level.Detail, IsRehearsal = isRehearsal }, time), interrupted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    public void Write(OutputEvent what) => _lines.Write(what);

    public void End(RunEnd end) => _lines.End(end);

    public void Dispose()
    {
        _lines.Dispose();
        _file.Dispose();
    }

    // Moves the journal of a run that did not end out of the way, and tells how far it came.
    private static string? Put(string path, string aside)
    {
        if (!File.Exists(path)) return null;
        var (events, task, changes, begun) = (0, (string?)null, 0, (string?)null);
        foreach (var line in File.ReadLines(path))
        {
            if (Parse(line) is not { } said) continue;
            events++;
            begun ??= said.Text("time");
            switch (said.Text("event"))
            {
                case "run-end": return null;
                case "task-start": task = said.Text("task"); break;
                case "change" when said.Text("outcome") is not ("unchanged" or "skipped"): changes++; break;
            }
        }

        if (events == 0) return null;
        File.Move(path, aside, overwrite: true);
        return $"The run before this one, of {begun}, did not come to its end: {changes} {(changes == 1 ? "change was" : "changes were")} made, the last task was {task ?? "none"}. Its journal is {aside}.";
    }

    // A line that was being written when the run was killed is half a line.
    private static JsonElement? Parse(string line)
    {
        try
        {
            return JsonElement.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
