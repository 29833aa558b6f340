namespace KfPipelineTasks.Gcp.Endpoints;

/// <param name="Percentages">Id of a configuration to its share.</param>
internal sealed record TrafficShares(IReadOnlyDictionary<string, double>? Percentages);
