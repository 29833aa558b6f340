namespace KfPipelineTasks.Model;

/// <summary>A judgement about one live object, never without its reason.</summary>
/// <param name="State">The judgement.</param>
/// <param name="Because">The reason, in words a person can act on.</param>
/// <param name="Next">What to do next, where something can be done; often a command.</param>
public sealed record Verdict(State State, string Because, string? Next = null)
{
    /// <summary>
    /// Set when something keeps failing that the cluster itself tries again (a container that crashes, an image that cannot be had): the longest
    /// pause until the next try, or <see cref="Timeout.InfiniteTimeSpan"/> while a try is under way. Null when nothing fails.
    /// </summary>
    public TimeSpan? RetriedAfter { get; init; }

    public static Verdict Ready(string because) => new(State.Ready, because);

    public static Verdict Waiting(string because, string? next = null) => new(State.Waiting, because, next);

    public static Verdict Failed(string because, string? next = null) => new(State.Failed, because, next);

    public static Verdict Unknown(string because, string? next = null) => new(State.Unknown, because, next);

    public override string ToString() => $"{State}: {Because}";
}
