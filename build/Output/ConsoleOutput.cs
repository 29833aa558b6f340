using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>The form for people: one line per thing said. In a rehearsal every line says so.</summary>
public sealed class ConsoleOutput : FormOutput
{
    private const string Rehearsal = "rehearsal | ";
    private bool _inGroup;

    public ConsoleOutput(TextWriter writer, SecretScrubber scrubber, OutputOptions? options = null, TimeProvider? time = null)
        : base(writer, scrubber, options ?? new OutputOptions(), time)
    {
    }

    private enum Ink
    {
        None = 0,
        Bold = 1,
        Dim = 2,
        Red = 31,
        Green = 32,
        Yellow = 33,
    }

    protected override void Render(OutputEvent what)
    {
        switch (what)
        {
            case OutputEvent.Line line: Say(line); break;
            case OutputEvent.GroupStart group: Open(group.Title); break;
            case OutputEvent.GroupEnd: _inGroup = false; break;
            case OutputEvent.Changed changed: Say(PlainText.Of(changed.Change), InkOf(changed.Change.Outcome)); break;
            case OutputEvent.Planned planned: Say(PlainText.Of(planned.Plan, withUnchanged: Options.Threshold == Level.Detail), Ink.None); break;
            case OutputEvent.TableShown table: Say(PlainText.Of(table.Table), Ink.None); break;
            case OutputEvent.Awaiting awaiting: Say([PlainText.Of(awaiting)], Ink.Dim); break;
            case OutputEvent.Foreign foreign: Say(PlainText.Lines(foreign.Text).Select(l => $"{foreign.Origin} | {l}"), Ink.Dim); break;
            case OutputEvent.Answer answer: Say([$"{answer.Name}: {answer.Value}"], Ink.Bold); break;
        }
    }

    private void Open(string title)
    {
        if (_inGroup) Print("", Ink.None);
        _inGroup = true;
        Print($"== {title}", Ink.Bold, indent: false);
    }

    private void Say(OutputEvent.Line line)
    {
        var (word, ink) = line.Level switch
        {
            Level.Error => ("error: ", Ink.Red),
            Level.Warning => ("warning: ", Ink.Yellow),
            Level.Detail => ("", Ink.Dim),
            _ => ("", Ink.None),
        };
        var at = line.At is null ? "" : $"{line.At}: ";
        Say(PlainText.Lines($"{at}{word}{line.Text}"), ink);
        if (line.Next is { } next) Say(PlainText.Lines($"  next: {next}"), ink);
    }

    private void Say(IEnumerable<string> lines, Ink ink)
    {
        foreach (var line in lines.SelectMany(PlainText.Lines)) Print(line, ink);
    }

    private void Print(string line, Ink ink, bool indent = true)
    {
        var text = PlainText.Tame(line);
        if (_inGroup && indent && text.Length > 0) text = $"  {text}";
        if (Options.Colour && ink != Ink.None && text.Length > 0) text = $"\u001b[{(int)ink}m{text}\u001b[0m";
        Line(Options.IsRehearsal ? (Rehearsal + text).TrimEnd() : text);
    }

    private static Ink InkOf(Outcome outcome) => outcome switch
    {
        Outcome.Created or Outcome.Configured or Outcome.Replaced => Ink.Green,
        Outcome.Pruned or Outcome.Deleted => Ink.Yellow,
        Outcome.Blocked => Ink.Red,
        Outcome.Unchanged or Outcome.Skipped => Ink.Dim,
        _ => Ink.None,
    };
}
