namespace KfPipelineTasks.Settings;

/// <summary>A value as it was written, before anybody knows what it means.</summary>
internal abstract record RawValue(SettingSource Source)
{
    /// <summary>One text. Arguments given several times are an <see cref="Items"/>.</summary>
    internal sealed record Text(string Value, SettingSource Source) : RawValue(Source);

    internal sealed record Items(IReadOnlyList<RawValue> Values, SettingSource Source) : RawValue(Source);

    internal sealed record Entries(IReadOnlyList<RawEntry> Values, SettingSource Source) : RawValue(Source);

    /// <summary>A key or an argument without a value.</summary>
    internal sealed record Nothing(SettingSource Source) : RawValue(Source);
}
