namespace KfPipelineTasks.Settings;

/// <summary>What a setting's value looks like.</summary>
public enum SettingType
{
    Text,
    /// <summary>A file or folder; relative to the settings file, or to the working directory where it comes from elsewhere.</summary>
    Path,
    /// <summary><c>true</c> or <c>false</c>; as an argument the name alone means <c>true</c>.</summary>
    Switch,
    /// <summary>A whole number.</summary>
    Number,
    /// <summary>A time such as <c>90s</c>, <c>20m</c>, <c>1h30m</c>, <c>30d</c>.</summary>
    Duration,
    /// <summary>One word of a closed list.</summary>
    Choice,
    /// <summary>Several texts: one per line, or separated by commas; arguments may be repeated.</summary>
    List,
    /// <summary>Names with values: <c>name=value</c>, one per line; arguments may be repeated.</summary>
    Map,
    /// <summary>As <see cref="Map"/>, with times as values.</summary>
    DurationMap,
    /// <summary>A list of components: <c>name</c>, or in the file <c>{name, path, cluster}</c>.</summary>
    Components,
}
