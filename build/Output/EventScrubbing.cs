using KfPipelineTasks.Model;

namespace KfPipelineTasks.Build.Output;

/// <summary>Takes secrets out of an event before any form escapes, wraps or cuts its texts: an escaped secret is no longer found.</summary>
internal static class EventScrubbing
{
    public static OutputEvent Scrub(this SecretScrubber scrubber, OutputEvent what)
    {
        return what switch
        {
            OutputEvent.Line line => line with { Text = scrubber.Scrub(line.Text), Next = Maybe(line.Next), At = line.At is null ? null : line.At with { File = scrubber.Scrub(line.At.File) } },
            OutputEvent.GroupStart group => new OutputEvent.GroupStart(scrubber.Scrub(group.Title)),
            OutputEvent.Changed changed => new OutputEvent.Changed(Of(changed.Change)),
            OutputEvent.Planned planned => planned with { Plan = new Plan(scrubber.Scrub(planned.Plan.Title), [.. planned.Plan.Changes.Select(Of)]) },
            OutputEvent.TableShown table => new OutputEvent.TableShown(table.Table with { Title = scrubber.Scrub(table.Table.Title), Headings = All(table.Table.Headings), Rows = [.. table.Table.Rows.Select(All)] }),
            OutputEvent.Awaiting awaiting => awaiting with { What = scrubber.Scrub(awaiting.What), Left = All(awaiting.Left) },
            OutputEvent.Judged judged => new OutputEvent.Judged(scrubber.Scrub(judged.Subject), judged.Verdict with { Because = scrubber.Scrub(judged.Verdict.Because), Next = Maybe(judged.Verdict.Next) }),
            OutputEvent.Foreign foreign => new OutputEvent.Foreign(scrubber.Scrub(foreign.Origin), scrubber.Scrub(foreign.Text)),
            OutputEvent.Answer answer => new OutputEvent.Answer(answer.Name, scrubber.Scrub(answer.Value)),
            _ => what,
        };

        string? Maybe(string? text) => text is null ? null : scrubber.Scrub(text);
        List<string> All(IReadOnlyList<string> texts) => [.. texts.Select(scrubber.Scrub)];
        Change Of(Change change) => change with
        {
            Subject = scrubber.Scrub(change.Subject),
            Because = Maybe(change.Because),
            Component = Maybe(change.Component),
            Fields = [.. change.Fields.Select(f => new FieldChange(scrubber.Scrub(f.Path), Maybe(f.Before), Maybe(f.After)))],
        };
    }
}
