using KfPipelineTasks.Manifests.Rendering;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Build.Packages;

/// <summary>Makes the renderer of a run: where its tools are, and where it keeps what they made.</summary>
internal static class PackageRenderer
{
    public static Renderer Of(DeployContext context)
    {
        var surroundings = context.Run.Surroundings;
        return new Renderer(new RenderOptions
        {
            SearchPath = surroundings.Environment.GetValueOrDefault("PATH") ?? "",
            CacheFolder = CacheFolder(context.Settings.Render, surroundings.Environment),
            Time = surroundings.Time,
        });
    }

    /// <summary>Where rendered components are kept: as the settings say, else where programs of this system keep such things. Null: nowhere.</summary>
    internal static string? CacheFolder(RenderSettings settings, IReadOnlyDictionary<string, string> environment)
    {
        if (!settings.Cache) return null;
        if (settings.CacheDirectory.Length > 0) return settings.CacheDirectory;
        var home = Given("HOME");
        var caches = Given("XDG_CACHE_HOME")
            ?? (OperatingSystem.IsWindows() ? Given("LOCALAPPDATA") : home is null ? null : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches") : Path.Combine(home, ".cache"));
        return caches is null ? null : Path.Combine(caches, "kf-pipeline-tasks", "rendered");

        // A relative path would depend on where the program was started; the standard says to ignore it.
        string? Given(string name) => environment.GetValueOrDefault(name) is { Length: > 0 } path && Path.IsPathRooted(path) ? path : null;
    }
}
