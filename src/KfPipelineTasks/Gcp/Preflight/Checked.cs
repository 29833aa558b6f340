using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Preflight;

/// <summary>One thing that was looked at before a run, and what was seen.</summary>
/// <param name="Subject">The thing, as a person names it.</param>
/// <param name="Verdict">Ready: as it must be. Waiting: not yet, and the run makes it. Failed: the run would stop there. Unknown: it could not be looked at.</param>
public sealed record Checked(string Subject, Verdict Verdict);
