namespace KfPipelineTasks.Settings;

/// <summary>An option of the task host itself.</summary>
/// <param name="Name">Long name.</param>
/// <param name="Short">One letter, or empty.</param>
/// <param name="TakesValue">False for a switch.</param>
public sealed record HostOption(string Name, string Short = "", bool TakesValue = false)
{
    /// <summary>What Cake's hosts (Frosting and the script runner) understand.</summary>
    public static IReadOnlyList<HostOption> All { get; } =
    [
        new("target", "t", TakesValue: true), new("exclusive", "e"), new("dryrun"), new("tree"), new("description"),
        new("verbosity", "v", TakesValue: true), new("working", "w", TakesValue: true), new("version"), new("info"), new("help", "h"), new("no-report"),
        // Other words for the same.
        new("noop"), new("whatif"), new("showtree"), new("descriptions"), new("showdescription"), new("showdescriptions"), new("ver"),
        // The script runner's own.
        new("bootstrap"), new("skip-bootstrap"), new("debug", "d"),
        // Keys of cake.config may be given as arguments.
        new("settings_skipverification", TakesValue: true), new("settings_skippackageversioncheck", TakesValue: true),
        new("settings_nomonocoverage", TakesValue: true), new("settings_showprocesscommandline", TakesValue: true),
        new("settings_usespectreconsoleforconsoleoutput", TakesValue: true), new("settings_enablescriptcache", TakesValue: true),
        new("paths_tools", TakesValue: true), new("paths_addins", TakesValue: true), new("paths_modules", TakesValue: true), new("paths_cache", TakesValue: true),
        new("nuget_source", TakesValue: true), new("nuget_useinprocessclient", TakesValue: true), new("nuget_loaddependencies", TakesValue: true), new("nuget_configfile", TakesValue: true),
        new("roslyn_nugetsource", TakesValue: true),
    ];

    /// <summary>By long and short name, in any case.</summary>
    public static IReadOnlyDictionary<string, HostOption> ByName { get; } = All
        .SelectMany(o => o.Short.Length > 0 ? new[] { (o.Name, o), (o.Short, o) } : [(o.Name, o)])
        .ToDictionary(e => e.Item1, e => e.o, StringComparer.OrdinalIgnoreCase);
}
