namespace KfPipelineTasks.Cluster.Api;

/// <summary>How an apply is done.</summary>
/// <param name="Manager">Field manager that will own the fields.</param>
public sealed record ApplyRequest(string Manager)
{
    /// <summary>Take fields from whoever owns them.</summary>
    public bool Force { get; init; }

    /// <summary>Only say what would happen.</summary>
    public bool DryRun { get; init; }

    /// <summary>Refuse unknown and duplicate fields.</summary>
    public bool Strict { get; init; } = true;
}
