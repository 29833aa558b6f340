using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>
/// Makes paths absolute: those of the file start from the file's folder, all others from the working directory. Inside a GitHub job,
/// what is read or written must lie inside the workspace or the runner's own temporary folder, links followed: a package from a pull
/// request must not reach beyond its checkout.
/// </summary>
internal static class SettingPaths
{
    public static DeploySettings Resolve(DeploySettings settings, IReadOnlyDictionary<Setting, SettingSource> sources, SettingsRequest request, Problems problems)
    {
        var folder = FolderOfFile(settings, request);
        var fences = Fences(request);
        foreach (var setting in SettingsTable.All.Where(s => s.Type == SettingType.Path && !s.IsUnset(settings)))
        {
            var written = (string)setting.Get(settings)!;
            if (written == "-") continue;
            var source = sources.GetValueOrDefault(setting) ?? new SettingSource(SettingOrigin.Default, setting.Path ?? $"--{setting.Argument}");
            var full = Absolute(written, source.Origin == SettingOrigin.File ? folder : request.WorkingDirectory, request);
            if (source.Origin != SettingOrigin.Default && !Allowed(setting, full, fences))
                problems.Add($"{source.Name}: '{written}' leads out of the workspace of this job, and only files inside it are used.", source.At);
            settings = setting.Assign(settings, new RawValue.Text(full, source), new ValueReader(setting, problems));
        }

        return settings;
    }

    private static string FolderOfFile(DeploySettings settings, SettingsRequest request)
    {
        var file = Path.GetFullPath(settings.Run.SettingsFile.Length > 0 ? settings.Run.SettingsFile : SettingsReader.DefaultFile, request.WorkingDirectory);
        return Path.GetDirectoryName(file) ?? request.WorkingDirectory;
    }

    // A shell expands ~, a settings file and a workflow do not.
    private static string Absolute(string written, string folder, SettingsRequest request)
    {
        var home = request.Environment.GetValueOrDefault("HOME");
        if (home is { Length: > 0 } && (written == "~" || written.StartsWith("~/", StringComparison.Ordinal))) written = home + written[1..];
        return Path.GetFullPath(written, folder);
    }

    private static string[] Fences(SettingsRequest request)
    {
        var workspace = request.Environment.GetValueOrDefault("GITHUB_WORKSPACE");
        if (request.Environment.GetValueOrDefault("GITHUB_ACTIONS") != "true" || string.IsNullOrEmpty(workspace)) return [];
        return new[] { workspace, request.Environment.GetValueOrDefault("RUNNER_TEMP") }
            .Where(f => !string.IsNullOrEmpty(f)).Select(f => RealPath.Of(f!)).ToArray();
    }

    // kubeconfigs are credentials of the runner, often in its home: they are not part of what a pull request can bring.
    private static bool Allowed(Setting setting, string path, string[] fences)
    {
        if (fences.Length == 0 || setting.Property.EndsWith("Kubeconfig", StringComparison.Ordinal)) return true;
        try
        {
            var real = RealPath.Of(path);
            return fences.Any(f => RealPath.IsInside(real, f));
        }
        catch (IOException)
        {
            // Links that go round in circles lead nowhere that is allowed.
            return false;
        }
    }
}
