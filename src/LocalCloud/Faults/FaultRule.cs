namespace LocalCloud.Faults;

/// <summary>A rule: which requests, what happens to them, and to how many of them.</summary>
/// <param name="Name">Name in the record and in <c>/__faults</c>.</param>
/// <param name="Match">Which requests.</param>
/// <param name="Then">What happens.</param>
public sealed record FaultRule(string Name, FaultMatch Match, FaultAction Then)
{
    /// <summary>How many of the matching requests; null: all. Not together with <see cref="Pattern"/>.</summary>
    public int? Times { get; init; }

    /// <summary>One letter per matching request: <c>x</c> is caught, <c>.</c> passes; after the last letter the rule is used up.</summary>
    public string? Pattern { get; init; }

    /// <summary>Chance of being caught, 0 to 1; null: certain.</summary>
    public double? Probability { get; init; }
}
