using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>Everything that was looked at, in one list.</summary>
public sealed record PreflightResult(IReadOnlyList<Checked> All)
{
    /// <summary>One row a thing.</summary>
    public Table Table => new("Checks", ["checked", "verdict", "because"], [.. All.Select(c => new[] { c.Subject, Word(c.Verdict.State), c.Verdict.Because })]);

    /// <summary>What the run would stop at.</summary>
    public IEnumerable<Problem> Problems => All.Where(c => c.Verdict.State == State.Failed).Select(c => new Problem($"{c.Subject}: {c.Verdict.Because}", Next: c.Verdict.Next));

    private static string Word(State state) => state switch { State.Ready => "ok", State.Waiting => "later", State.Failed => "problem", _ => "not known" };
}
