namespace KfPipelineTasks.Build.Wiring;

/// <summary>Where programs of this system keep what belongs to a user (on Linux by the XDG Base Directory specification).</summary>
internal static class UserFolders
{
    private const string Name = "kf-pipeline-tasks";

    /// <summary>What can be made again; null where the environment names no place.</summary>
    public static string? Cache(IReadOnlyDictionary<string, string> environment) => Of(environment, "XDG_CACHE_HOME", ".cache", Path.Combine("Library", "Caches"));

    /// <summary>What later commands look for; null where the environment names no place.</summary>
    public static string? State(IReadOnlyDictionary<string, string> environment) => Of(environment, "XDG_STATE_HOME", Path.Combine(".local", "state"), Path.Combine("Library", "Application Support"));

    /// <summary>The temporary folder of a GitHub job, which the runner empties when the job ends; null outside of one.</summary>
    public static string? OfJob(IReadOnlyDictionary<string, string> environment) => Given(environment, "RUNNER_TEMP") is { } temp ? Path.Combine(temp, Name) : null;

    private static string? Of(IReadOnlyDictionary<string, string> environment, string variable, string below, string belowOfMac)
    {
        var home = Given(environment, "HOME");
        var place = Given(environment, variable)
            ?? (OperatingSystem.IsWindows() ? Given(environment, "LOCALAPPDATA") : home is null ? null : Path.Combine(home, OperatingSystem.IsMacOS() ? belowOfMac : below));
        return place is null ? null : Path.Combine(place, Name);
    }

    // A relative path would depend on where the program was started; the standard says to ignore it.
    private static string? Given(IReadOnlyDictionary<string, string> environment, string name) => environment.GetValueOrDefault(name) is { Length: > 0 } path && Path.IsPathRooted(path) ? path : null;
}
