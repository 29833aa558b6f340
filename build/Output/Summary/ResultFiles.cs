using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Build.Output.Report;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Summary;

/// <summary>What the next step of a job can use: whether something changed, the counts, the plan as a file, the summary as a file.</summary>
internal static class ResultFiles
{
    private static readonly JsonWriterOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>The outputs of the step; files are written to a new folder below the runner's temporary one.</summary>
    /// <param name="record">An ended run.</param>
    /// <param name="summary">Its summary, cut to the limit.</param>
    /// <param name="report">Where the report is; null when there is none.</param>
    /// <param name="folder">Gets the files; null: no files.</param>
    public static IEnumerable<OutputEvent.Answer> Write(RunRecord record, ReportFiles? report, string summary, string? folder)
    {
        yield return new OutputEvent.Answer("changed", record.HasChanges ? "true" : "false");
        yield return new OutputEvent.Answer("exit-code", $"{record.End!.ExitCode}");
        yield return new OutputEvent.Answer("report", Counts(record, report));
        if (folder is null) yield break;
        Directory.CreateDirectory(folder);
        if (record.Plans.Count > 0) yield return new OutputEvent.Answer("plan-file", Save(folder, "plan.json", Plans(record.Plans)));
        if (summary.Length > 0) yield return new OutputEvent.Answer("summary-file", Save(folder, "summary.md", summary));
    }

    private static string Save(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Counts(RunRecord record, ReportFiles? report) => Json(Style with { Indented = false }, json =>
    {
        foreach (var outcome in Enum.GetValues<Outcome>()) json.WriteNumber(outcome.Word(), record.Count(outcome));
        json.WriteNumber("notReady", record.NotReady.Count);
        json.WriteNumber("errors", record.Errors.Count());
        json.WriteNumber("warnings", record.Findings.Count(f => f.Level == Level.Warning));
        if (report is null) return;
        json.WriteString("json", report.Data);
        json.WriteString("html", report.Page);
    });

    private static string Plans(IReadOnlyList<Plan> plans) => Json(Style, json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteStartArray("plans");
        foreach (var plan in plans)
        {
            json.WriteStartObject();
            PlanJson.Fields(json, plan);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Json(JsonWriterOptions style, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, style))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
