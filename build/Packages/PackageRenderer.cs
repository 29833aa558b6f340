using KfPipelineTasks.Build.Wiring;
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
    private static string? CacheFolder(RenderSettings settings, IReadOnlyDictionary<string, string> environment)
    {
        if (!settings.Cache) return null;
        if (settings.CacheDirectory.Length > 0) return settings.CacheDirectory;
        return UserFolders.Cache(environment) is { } caches ? Path.Combine(caches, "rendered") : null;
    }
}
