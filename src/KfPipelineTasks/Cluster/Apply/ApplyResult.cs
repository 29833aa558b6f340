using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>What became of a set.</summary>
/// <param name="Changes">One entry per object of the set, and per pruned object, in the order of the set.</param>
/// <param name="Problems">Objects that could not be applied or pruned; empty when all was written.</param>
/// <param name="NotReady">Objects that were accepted and are not ready; empty when all are, or nobody waited.</param>
/// <param name="Elapsed">From the first look to the end.</param>
public sealed record ApplyResult(IReadOnlyList<Change> Changes, IReadOnlyList<Problem> Problems, IReadOnlyList<NotReady> NotReady, TimeSpan Elapsed)
{
    public bool Succeeded => Problems.Count == 0 && NotReady.Count == 0;

    /// <summary>True when every object of the set was written: what is wrong then is with those that left it, or with readiness.</summary>
    public bool IsWritten { get; init; } = true;

    /// <summary>True when nothing was refused, and objects were not written only because the time was over for what they need.</summary>
    public bool IsLate { get; init; }

    /// <summary>Turns what is wrong into one exception.</summary>
    /// <exception cref="NotReadyInTimeException">What was sent was taken, and what is left may still become ready.</exception>
    /// <exception cref="DeployException">Something was refused, or has failed.</exception>
    public ApplyResult ThrowIfFailed()
    {
        if (Problems.Count > 0 && IsWritten)
            throw new DeployException($"{Count(Problems.Count, "object")} that left the set could not be deleted", Problems, "Everything else was applied, and the rest of what left the set is remembered: run again when the cause is removed.");
        if (Problems.Count > 0 && IsLate)
            throw new NotReadyInTimeException($"{Count(Problems.Count, "object")} could not be applied in time", Problems, "What they wait for may still come: run again to go on, or raise the deadline (timeouts.ready, timeouts.kinds). What was applied is found unchanged.");
        if (Problems.Count > 0)
            throw new DeployException($"{Count(Problems.Count, "object")} could not be applied", Problems, "Correct what is named above and run again: what was applied is found unchanged.");
        if (NotReady.Count == 0) return this;
        var text = $"{Count(NotReady.Count, "object")} did not become ready:{Lines(NotReady.Select(n => $"{n.Id}: {Sentence.Join(n.Verdict.Because, n.Verdict.Next)}"))}";
        if (NotReady.All(n => n.Verdict.State == State.Waiting)) throw new NotReadyInTimeException(text, "They may still become ready: run again to go on waiting, or raise the deadline.");
        throw new DeployException(text, "See the reasons; run again when they are removed.");
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Lines(IEnumerable<object> lines) => string.Concat(lines.Select(l => $"{Environment.NewLine}  - {l}"));
}
