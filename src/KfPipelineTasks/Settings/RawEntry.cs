namespace KfPipelineTasks.Settings;

/// <summary>One key of a map, with the place of the key itself.</summary>
internal sealed record RawEntry(string Key, SettingSource KeySource, RawValue Value);
