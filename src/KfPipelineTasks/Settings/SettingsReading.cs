using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>Settings, and where each of them was written.</summary>
/// <param name="Settings">The merge of everything, with derived defaults filled in.</param>
/// <param name="Sources">Settings that were given, each with its place; the others have their defaults.</param>
/// <param name="IsSample">True when the built-in sample was read in place of a file.</param>
public sealed record SettingsReading(DeploySettings Settings, IReadOnlyDictionary<Setting, SettingSource> Sources, bool IsSample)
{
    /// <summary>True when the variables are the inputs of an action.</summary>
    public bool IsAction { get; init; }

    /// <summary>Every secret that was given: mask them before the first line of output.</summary>
    public IEnumerable<Secret> Secrets => SettingsTable.All.Where(s => s.IsSecret).Select(s => s.Get(Settings)).OfType<Secret>();

    /// <summary>Where a setting was written; null when it has its default.</summary>
    /// <param name="property">Property below <see cref="DeploySettings"/>: <c>Cluster.Name</c>.</param>
    public SettingSource? SourceOf(string property) => Sources.GetValueOrDefault(SettingsTable.ByProperty[property]);

    /// <summary>Reports every setting that one of the tasks cannot do without and that is not set.</summary>
    /// <param name="tasks">The tasks that will run.</param>
    public void Require(IReadOnlyCollection<string> tasks, Problems problems)
    {
        foreach (var setting in SettingsTable.All)
        {
            var needing = setting.RequiredBy.Where(t => tasks.Contains(t, StringComparer.OrdinalIgnoreCase)).ToList();
            if (needing.Count == 0 || !setting.IsUnset(Settings) || setting.RequiredWhen?.Invoke(Settings) == false) continue;
            var who = needing.Count <= 3 ? string.Join(", ", needing) : $"{string.Join(", ", needing.Take(2))} and {needing.Count - 2} more tasks";
            problems.Add($"{setting.Path ?? $"--{setting.Argument}"} is not set, and {who} cannot do without it.", next: $"Set {(IsAction ? setting.WaysInAction : setting.Ways)}.");
        }
    }
}
