using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>What Teardown may take away.</summary>
public sealed record TeardownSettings
{
    /// <summary>Name of the installation, typed by whoever wants it gone.</summary>
    public string Confirm { get; init; } = "";

    /// <summary>Buckets, databases, claims and the cluster, as far as they are deleted too; all others stay.</summary>
    public IReadOnlyList<string> DeleteStorage { get; init; } = [];

    /// <summary>True for an object that holds something and is named all the same: with its namespace, or alone when Google Cloud knows it by that name.</summary>
    public bool Names(ResourceId id) => (id.Namespace is { } ns && DeleteStorage.Contains($"{ns}/{id.Name}")) || (id.Group.Length > 0 && DeleteStorage.Contains(id.Name));
}
