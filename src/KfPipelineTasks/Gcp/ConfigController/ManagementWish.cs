namespace KfPipelineTasks.Gcp.ConfigController;

/// <summary>The management cluster that is wanted.</summary>
public sealed record ManagementWish
{
    /// <summary>Its project.</summary>
    public required string Project { get; init; }

    public required string Name { get; init; }

    /// <summary>Region.</summary>
    public required string Location { get; init; }

    /// <summary>Project that it makes cloud objects in.</summary>
    public required string TargetProject { get; init; }

    /// <summary>Gives its identity roles/owner, as the distribution did.</summary>
    public bool OwnerRole { get; init; }
}
