namespace KfPipelineTasks.Gcp.Clusters;

/// <param name="Membership">Full name of the membership; empty when the cluster is in no fleet.</param>
public sealed record FleetMembership(string? Membership);
