using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings.Checks;

/// <summary>Reports broken rules with the place where the setting was written. One problem per setting: the first rule it breaks.</summary>
internal sealed class Findings(SettingsReading reading, Problems problems)
{
    // Where a default comes from. A fault of the one is a fault of the other, and is told once.
    private static readonly Dictionary<string, string> Stems = new(StringComparer.Ordinal)
    {
        ["Cluster.Context"] = "Cluster.Name", ["NodePool.Name"] = "Cluster.Name", ["ServiceAccount.Name"] = "Cluster.Name", ["Storage.SqlInstance"] = "Cluster.Name",
        ["Storage.Bucket"] = "Project.Id", ["Storage.PipelineRoot"] = "Storage.Bucket", ["Management.Project"] = "Project.Id", ["Management.Context"] = "Management.Name",
        ["Management.Location"] = "Place.Region", ["Place.Region"] = "Place.Location", ["Place.Zone"] = "Place.Location", ["Profile.Owner"] = "AdminEmail", ["Pipelines.Namespace"] = "Profile.Name",
    };

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public DeploySettings Settings => reading.Settings;

    /// <summary>Every property at fault, those included whose default follows from one.</summary>
    public IReadOnlySet<string> Broken => SettingsTable.ByProperty.Keys.Where(IsTold).ToHashSet(StringComparer.Ordinal);

    /// <summary>Settings that were given, with their values as text.</summary>
    public IEnumerable<Setting> Given => SettingsTable.All.Where(reading.Sources.ContainsKey);

    /// <summary>True when the setting was given, rather than left to its default.</summary>
    public bool IsGiven(string property) => reading.SourceOf(property) is not null;

    /// <summary>The name of a setting as the user wrote it.</summary>
    public string NameOf(string property)
    {
        var setting = SettingsTable.ByProperty[property];
        return reading.SourceOf(property)?.Name ?? setting.Path ?? $"--{setting.Argument}";
    }

    /// <param name="property">Property of the setting at fault.</param>
    /// <param name="message">What is wrong, as the rest of a sentence that begins with the setting's name.</param>
    /// <param name="next">What to do.</param>
    public void Add(string property, string message, string? next = null)
    {
        if (!IsTold(property) && _told.Add(property)) problems.Add($"{NameOf(property)}: {message}", reading.SourceOf(property)?.At, next);
    }

    /// <summary>Reports <paramref name="message"/> when the setting has a value for which <paramref name="holds"/> is false.</summary>
    public void Expect(string property, string value, Func<string, bool> holds, string message, string? next = null)
    {
        if (value.Length > 0 && !holds(value)) Add(property, message, next);
    }

    private bool IsTold(string property) =>
        _told.Contains(property) || (!IsGiven(property) && Stems.TryGetValue(property, out var stem) && IsTold(stem));
}
