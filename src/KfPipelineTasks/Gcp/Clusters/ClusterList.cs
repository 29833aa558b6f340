namespace KfPipelineTasks.Gcp.Clusters;

/// <param name="MissingZones">Zones that did not answer: their clusters are missing in the list.</param>
public sealed record ClusterList(IReadOnlyList<ClusterDetails>? Clusters, IReadOnlyList<string>? MissingZones);
