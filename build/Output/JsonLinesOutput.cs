using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>
/// The form for programs: one JSON object per line. Every object has <c>event</c> and <c>time</c>; inside a task <c>task</c>; in a
/// rehearsal <c>rehearsal: true</c>. The last one is <c>run-end</c>, with the exit code. Fields are only ever added.
/// </summary>
public sealed class JsonLinesOutput : FormOutput
{
    private static readonly JsonWriterOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TimeProvider _time;
    private string? _task;

    public JsonLinesOutput(TextWriter writer, SecretScrubber scrubber, OutputOptions? options = null, TimeProvider? time = null)
        : base(writer, scrubber, options ?? new OutputOptions(), time) => _time = time ?? TimeProvider.System;

    protected override void Render(OutputEvent what)
    {
        if (what is OutputEvent.GroupStart start) _task = start.Title;
        Say(NameOf(what), json => Fields(json, what));
        if (what is OutputEvent.GroupEnd) _task = null;
    }

    protected override void Render(RunEnd end) => Say("run-end", json => json.WriteNumber("exitCode", end.ExitCode));

    private void Say(string name, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Style))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            json.WriteString("time", _time.GetUtcNow());
            if (Options.IsRehearsal) json.WriteBoolean("rehearsal", true);
            if (_task is not null) json.WriteString("task", _task);
            fields(json);
            json.WriteEndObject();
        }

        // A workflow's runner obeys "##[" anywhere in a line, in JSON too; escaped it reads back the same.
        Line(Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("##[", "#\\u0023[", StringComparison.Ordinal));
    }

    private static string NameOf(OutputEvent what) => what switch
    {
        OutputEvent.Line => "line",
        OutputEvent.GroupStart => "task-start",
        OutputEvent.GroupEnd => "task-end",
        OutputEvent.Changed => "change",
        OutputEvent.Planned => "plan",
        OutputEvent.TableShown => "table",
        OutputEvent.Awaiting => "awaiting",
        OutputEvent.Judged => "state",
        OutputEvent.Foreign => "foreign",
        OutputEvent.Answer => "answer",
        _ => throw new ArgumentOutOfRangeException(nameof(what), what.GetType().Name, "This event has no JSON form."),
    };

    private static void Fields(Utf8JsonWriter json, OutputEvent what)
    {
        switch (what)
        {
            case OutputEvent.Line line: EventJson.Fields(json, line); break;
            case OutputEvent.Changed changed: PlanJson.Fields(json, changed.Change); break;
            case OutputEvent.Planned planned: PlanJson.Fields(json, planned.Plan); break;
            case OutputEvent.TableShown table: EventJson.Fields(json, table.Table); break;
            case OutputEvent.Awaiting awaiting: Of(json, awaiting); break;
            case OutputEvent.Judged judged:
                json.WriteString("subject", judged.Subject);
                json.WriteString("state", judged.Verdict.State.ToString().ToLowerInvariant());
                json.WriteString("because", judged.Verdict.Because);
                if (judged.Verdict.Next is not null) json.WriteString("next", judged.Verdict.Next);
                break;
            case OutputEvent.Foreign foreign:
                json.WriteString("origin", foreign.Origin);
                json.WriteString("text", foreign.Text);
                break;
            case OutputEvent.Answer answer:
                json.WriteString("name", answer.Name);
                json.WriteString("value", answer.Value);
                break;
        }
    }

    private static void Of(Utf8JsonWriter json, OutputEvent.Awaiting awaiting)
    {
        json.WriteString("what", awaiting.What);
        json.WriteNumber("elapsedSeconds", Math.Round(awaiting.Elapsed.TotalSeconds, 1));
        json.WriteNumber("deadlineSeconds", Math.Round(awaiting.Deadline.TotalSeconds, 1));
        json.WriteStartArray("left");
        foreach (var left in awaiting.Left) json.WriteStringValue(left);
        json.WriteEndArray();
    }
}
