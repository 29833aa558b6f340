using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KfPipelineTasks.Build.Hosting;
using KfPipelineTasks.Build.Output.Records;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output.Report;

/// <summary>
/// A run as one JSON document, described in docs/output.md. Times are seconds since the start of the run. Fields are only ever added; a change that a
/// reader could trip over raises <c>schema</c>.
/// </summary>
internal static class ReportJson
{
    private const int Schema = 1;
    private static readonly JsonWriterOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    public static byte[] Of(RunRecord record, bool isRehearsal)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        var bounds = new Bounds();
        using (var json = new Utf8JsonWriter(buffer, Style))
        {
            json.WriteStartObject();
            Head(json, record, isRehearsal);
            Array(json, "tasks", TaskResults.Of(record), Task);
            Array(json, "waits", record.Waits, Wait);
            Array(json, "objects", bounds.First(record.Stories, Bounds.MostObjects, "objects"), (j, story) => Object(j, story, bounds));
            Array(json, "findings", record.Findings, EventJson.Fields);
            Array(json, "answers", record.Answers, (j, answer) => { j.WriteString("name", answer.Name); j.WriteString("value", answer.Value); });
            Array(json, "tables", record.Tables, EventJson.Fields);
            Array(json, "texts", bounds.First(record.Foreign, Bounds.MostTexts, "texts of others"), (j, text) => { j.WriteString("origin", text.Origin); j.WriteString("text", bounds.Text(text.Text)); });
            Strings(json, "cut", bounds.Cut);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Head(Utf8JsonWriter json, RunRecord record, bool isRehearsal)
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("version", ProgramVersion.Number);
        json.WriteString("verdict", RunVerdict.Of(record, isRehearsal));
        json.WriteNumber("exitCode", record.End!.ExitCode);
        json.WriteBoolean("rehearsal", isRehearsal);
        json.WriteBoolean("planOnly", record.IsPlanOnly);
        json.WriteBoolean("changed", record.HasChanges);
        json.WriteString("started", record.Started);
        Seconds(json, "seconds", record.Duration);
        Optional(json, "next", NextStep.After(record));
        json.WriteStartObject("counts");
        foreach (var outcome in Enum.GetValues<Outcome>()) json.WriteNumber(outcome.Word(), record.Count(outcome));
        json.WriteEndObject();
    }

    private static void Task(Utf8JsonWriter json, (string Name, TaskTime? Time, string Result) task)
    {
        json.WriteString("name", task.Name);
        json.WriteString("result", task.Result);
        if (task.Time is not { } time) return;
        Seconds(json, "start", time.Start);
        Seconds(json, "seconds", time.Duration);
    }

    private static void Wait(Utf8JsonWriter json, WaitSpan wait)
    {
        Optional(json, "task", wait.Task);
        json.WriteString("what", wait.What);
        Seconds(json, "start", wait.Start);
        Seconds(json, "end", wait.End);
        Strings(json, "left", wait.Left);
    }

    private static void Object(Utf8JsonWriter json, ObjectStory story, Bounds bounds)
    {
        if (story.Change is { } change) PlanJson.Fields(json, change with { Fields = bounds.Fields(change) });
        else json.WriteString("subject", story.Subject);
        Optional(json, "task", story.Task);
        if (story.IsPlanned) json.WriteBoolean("planned", true);
        if (story.ChangedAt is { } changed) Seconds(json, "changedAt", changed);
        if (story.ReadyAt is { } ready) Seconds(json, "readyAt", ready);
        if (story.Verdict is { } verdict)
        {
            json.WriteString("state", verdict.State.Word());
            json.WriteString("reason", verdict.Because);
            Optional(json, "next", verdict.Next);
        }

        if (story.Pages.Count > 0) Array(json, "story", story.Pages, Page);
        if (story.LeftOut > 0) json.WriteNumber("leftOut", story.LeftOut);
    }

    private static void Page(Utf8JsonWriter json, StoryPage page)
    {
        Seconds(json, "at", page.At);
        json.WriteString("what", page.What);
        if (page.Because.Length > 0) json.WriteString("because", page.Because);
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> fields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            fields(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Seconds(Utf8JsonWriter json, string name, TimeSpan time) => json.WriteNumber(name, Math.Round(time.TotalSeconds, 3));

    private static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }
}
