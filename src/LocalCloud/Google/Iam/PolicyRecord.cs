namespace LocalCloud.Google.Iam;

/// <summary>A policy, and the one before: until a change has propagated, the old one still decides.</summary>
internal sealed record PolicyRecord(Policy Current, Policy? Before, DateTimeOffset ChangedAt);
