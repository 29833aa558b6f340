using System.Text.Json;
using KfPipelineTasks.Build.Output;
using KfPipelineTasks.Model;

namespace Build.Tests.Output;

/// <summary>Reads the events of a case.</summary>
internal static class CaseEvents
{
    public static OutputOptions Options(JsonElement root)
    {
        var options = root.TryGetProperty("options", out var given) ? given : default;
        bool Flag(string name) => options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out var flag) && flag.GetBoolean();
        return new OutputOptions { IsRehearsal = Flag("rehearsal"), Colour = Flag("colour"), Threshold = Flag("details") ? Level.Detail : Flag("quiet") ? Level.Warning : Level.Info };
    }

    public static IEnumerable<OutputEvent> Read(JsonElement root) =>
        root.GetProperty("events").EnumerateArray().SelectMany(e => Enumerable.Repeat(Event(e), e.TryGetProperty("times", out var times) ? times.GetInt32() : 1));

    /// <summary>Every event, and the seconds since the one before it.</summary>
    public static IEnumerable<(double After, OutputEvent What)> ReadTimed(JsonElement root) =>
        root.GetProperty("events").EnumerateArray().Select(e => (e.TryGetProperty("after", out var after) ? after.GetDouble() : 0, Event(e)));

    /// <summary>How the run ended; null when the case does not tell.</summary>
    public static RunEnd? End(JsonElement root) =>
        root.TryGetProperty("end", out var end) ? new RunEnd(end.GetProperty("code").GetInt32(), Texts(end.GetProperty("tasks"))) : null;

    private static OutputEvent Event(JsonElement e)
    {
        var property = e.EnumerateObject().First();
        var value = property.Value;
        return property.Name switch
        {
            "detail" => new OutputEvent.Line(Level.Detail, value.GetString()!),
            "info" => new OutputEvent.Line(Level.Info, value.GetString()!),
            "warning" => new OutputEvent.Line(Level.Warning, value.GetString()!, At(e), Text(e, "next")),
            "error" => new OutputEvent.Line(Level.Error, value.GetString()!, At(e), Text(e, "next")),
            "group" => new OutputEvent.GroupStart(value.GetString()!),
            "end" => new OutputEvent.GroupEnd(),
            "change" => new OutputEvent.Changed(Change(value)),
            "plan" => new OutputEvent.Planned(new Plan(value.GetString()!, [.. e.GetProperty("changes").EnumerateArray().Select(Change)]), e.TryGetProperty("begun", out _)),
            "table" => new OutputEvent.TableShown(new Table(value.GetString()!, Texts(e.GetProperty("headings")), [.. e.GetProperty("rows").EnumerateArray().Select(Texts)])),
            "awaiting" => new OutputEvent.Awaiting(value.GetString()!, TimeSpan.FromSeconds(e.GetProperty("elapsed").GetDouble()), TimeSpan.FromSeconds(e.GetProperty("deadline").GetDouble()), Texts(e.GetProperty("left"))),
            "foreign" => new OutputEvent.Foreign(Text(e, "origin")!, value.GetString()!),
            "state" => new OutputEvent.Judged(Text(e, "subject")!, new Verdict(Enum.Parse<State>(value.GetString()!), Text(e, "because")!, Text(e, "next"))),
            "mask" => new OutputEvent.Masked(new Secret(value.GetString()!)),
            "answer" => new OutputEvent.Answer(value.GetString()!, Text(e, "value")!),
            _ => throw new ArgumentException($"unknown event {property.Name}", nameof(e)),
        };
    }

    private static Change Change(JsonElement e) => new(Text(e, "subject")!, Enum.Parse<Outcome>(Text(e, "outcome")!), Text(e, "because"))
    {
        Component = Text(e, "component"),
        Fields = e.TryGetProperty("fields", out var fields) ? [.. fields.EnumerateArray().Select(f => new FieldChange(Text(f, "path")!, Text(f, "before"), Text(f, "after")))] : [],
    };

    private static SourcePosition? At(JsonElement e) =>
        Text(e, "file") is { } file ? new SourcePosition(file, Number(e, "line"), Number(e, "column")) : null;

    private static int Number(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IReadOnlyList<string> Texts(JsonElement e) => [.. e.EnumerateArray().Select(t => t.GetString()!)];
}
