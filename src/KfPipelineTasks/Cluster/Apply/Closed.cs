using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Apply;

/// <summary>Why a gate is closed.</summary>
/// <param name="Why">In words.</param>
/// <param name="By">What should open it and does not, as far as that is known.</param>
/// <param name="Verdict">The verdict about <paramref name="By"/>.</param>
internal sealed record Closed(string Why, Resource? By = null, Verdict? Verdict = null)
{
    public static implicit operator Closed(string why) => new(why);

    /// <summary>What should open it keeps failing: see <see cref="Verdict.RetriedAfter"/>.</summary>
    public bool IsFailing => Verdict?.RetriedAfter is not null;
}
