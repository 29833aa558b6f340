using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>Lays the keys of a settings file beside the table: which value belongs to which setting, and which key to none.</summary>
internal static class SettingsTree
{
    private static readonly HashSet<string> Sections =
        SettingsTable.ByPath.Keys.Where(p => p.Contains('.', StringComparison.Ordinal)).Select(p => p[..p.LastIndexOf('.')]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Values by setting. Unknown keys, and secrets written into the file, are reported.</summary>
    public static Dictionary<Setting, RawValue> Sort(RawValue.Entries root, Problems problems)
    {
        var found = new Dictionary<Setting, RawValue>();
        Sort(root, "", found, problems);
        return found;
    }

    private static void Sort(RawValue.Entries map, string path, Dictionary<Setting, RawValue> found, Problems problems)
    {
        foreach (var entry in map.Values)
        {
            var below = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (SettingsTable.ByPath.TryGetValue(below, out var setting))
                Take(setting, entry, found, problems);
            else if (!Sections.Contains(below))
                problems.Add($"{below} is not a setting.{Hint(path, entry.Key)}", entry.KeySource.At);
            else if (entry.Value is RawValue.Entries section)
                Sort(section, below, found, problems);
            else if (entry.Value is not RawValue.Nothing)
                problems.Add($"{below} is a group of settings ({string.Join(", ", Children(below))}), so it must be a map.", entry.Value.Source.At);
        }
    }

    private static void Take(Setting setting, RawEntry entry, Dictionary<Setting, RawValue> found, Problems problems)
    {
        if (setting.IsSecret)
            problems.Add($"{setting.Path} is a secret and is not read from a file. Remove it, and set the environment variable {setting.Variable}.", entry.KeySource.At);
        else
            found[setting] = entry.Value;
    }

    // First the keys of the same group; then the same word anywhere: client-id at the top is iap.client-id.
    private static string Hint(string path, string key)
    {
        var hint = Nearest.Hint(key, Children(path));
        if (hint.Length > 0) return hint;
        var elsewhere = SettingsTable.All.Where(s => !s.IsSecret && s.Path is not null).Where(s => Last(s.Path!) == key || s.Argument == key || s.Variable == key).Select(s => $"'{s.Path}'").ToList();
        return elsewhere.Count > 0 ? $" Did you mean {string.Join(" or ", elsewhere)}?" : $" Here go {string.Join(", ", Children(path))}.";
    }

    private static IEnumerable<string> Children(string path) => SettingsTable.All
        .Where(s => s.Path is not null && !s.IsSecret)
        .Select(s => Child(path, s.Path!)).OfType<string>().Distinct(StringComparer.Ordinal);

    private static string? Child(string path, string settingPath)
    {
        if (path.Length > 0)
        {
            if (!settingPath.StartsWith($"{path}.", StringComparison.Ordinal)) return null;
            settingPath = settingPath[(path.Length + 1)..];
        }

        var dot = settingPath.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? settingPath : settingPath[..dot];
    }

    private static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
}
