namespace KfPipelineTasks.Settings;

/// <summary>What Teardown may take away.</summary>
public sealed record TeardownSettings
{
    /// <summary>Name of the installation, typed by whoever wants it gone.</summary>
    public string Confirm { get; init; } = "";

    /// <summary>Buckets and databases that are deleted too; all others stay.</summary>
    public IReadOnlyList<string> DeleteStorage { get; init; } = [];
}
