namespace KfPipelineTasks.Gcp.Compute;

/// <param name="Zones">Full addresses of its zones.</param>
public sealed record RegionDetails(string? Name, IReadOnlyList<RegionQuota>? Quotas, IReadOnlyList<string>? Zones);
