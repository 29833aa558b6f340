namespace KfPipelineTasks.Gcp.ConfigController;

/// <summary>A Config Controller instance.</summary>
public sealed record KrmApiHost
{
    public string? Name { get; init; }

    /// <summary>CREATING, RUNNING, DELETING, SUSPENDED, READ_ONLY or UPDATING.</summary>
    public string? State { get; init; }

    /// <summary>Full name of its GKE cluster.</summary>
    public string? GkeResourceLink { get; init; }

    public BundlesConfig? BundlesConfig { get; init; }

    public ManagementConfig? ManagementConfig { get; init; }
}
