using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>
/// The door of this room: turns arguments, environment and settings file into <see cref="DeploySettings"/>.
/// An argument beats a variable, a variable beats the file, the file beats the default. Nothing is touched, nothing is asked over the network.
/// </summary>
public static class SettingsReader
{
    /// <summary>The settings file that is read when none is named.</summary>
    public const string DefaultFile = "kubeflow.yaml";

    /// <summary>Reads settings, or says everything that is wrong with them.</summary>
    /// <exception cref="UsageException">Something is wrong; carries every problem.</exception>
    public static SettingsReading Read(SettingsRequest request)
    {
        var problems = new Problems();
        var reading = Read(request, problems);
        problems.ThrowIfAny();
        return reading;
    }

    /// <summary>As <see cref="Read(SettingsRequest)"/>, adding to the problems; what could not be understood has its default.</summary>
    public static SettingsReading Read(SettingsRequest request, Problems problems)
    {
        UnknownWords.InArguments(request.Arguments, request.Tasks, problems);
        UnknownWords.InEnvironment(request.Environment.Keys, problems);
        var given = new Dictionary<Setting, RawValue>();
        var file = File(request, problems, out var isSample);
        foreach (var (setting, value) in file) given[setting] = value;
        foreach (var (setting, value) in Variables(request, isSample)) given[setting] = value;
        foreach (var (setting, value) in Arguments(request.Arguments, problems)) given[setting] = value;

        var settings = new DeploySettings();
        foreach (var (setting, value) in given) settings = setting.Assign(settings, value, new ValueReader(setting, problems));
        var sources = given.ToDictionary(g => g.Key, g => g.Value.Source);
        settings = DerivedDefaults.Fill(settings, sources);
        settings = SettingPaths.Resolve(settings, sources, request, problems);
        return new SettingsReading(settings, sources, isSample) { IsAction = request.IsAction };
    }

    private static Dictionary<Setting, RawValue> File(SettingsRequest request, Problems problems, out bool isSample)
    {
        isSample = false;
        var named = PeekOutside(request, SettingsTable.File);
        var path = Path.Combine(request.WorkingDirectory, named ?? DefaultFile);
        if (named is null && !System.IO.File.Exists(path))
        {
            if (PeekOutside(request, SettingsTable.ByProperty["Cloud"]) != Words.Of(Cloud.Local)) return [];
            isSample = true;
            return SettingsFile.Parse(SampleSettings.Bytes, SampleSettings.Name, problems) is { } sample ? SettingsTree.Sort(sample, problems) : [];
        }

        return SettingsFile.Read(path, named ?? DefaultFile, problems) is { } root ? SettingsTree.Sort(root, problems) : [];
    }

    /// <summary>
    /// A setting as it is written, before anything is checked: the form of output and the mark of a rehearsal are needed to say what is
    /// wrong. Null when it is not written, or not as one text.
    /// </summary>
    public static string? Peek(SettingsRequest request, Setting setting) =>
        PeekOutside(request, setting) ?? (File(request, new Problems(), out _).GetValueOrDefault(setting) as RawValue.Text)?.Value;

    // The file and the cloud decide where to read from, so they are looked up before the file is read.
    private static string? PeekOutside(SettingsRequest request, Setting setting)
    {
        var argument = request.Arguments.LastOrDefault(a => a.IsOption && SettingsTable.ByArgument.GetValueOrDefault(a.Name) == setting)?.Value;
        if (!string.IsNullOrWhiteSpace(argument)) return argument.Trim();
        var variable = request.Environment.GetValueOrDefault(setting.Variable);
        return string.IsNullOrWhiteSpace(variable) ? null : variable.Trim();
    }

    private static IEnumerable<(Setting, RawValue)> Variables(SettingsRequest request, bool isSample)
    {
        foreach (var setting in SettingsTable.All)
        {
            var value = request.Environment.GetValueOrDefault(setting.Variable);
            if (string.IsNullOrWhiteSpace(value) && isSample) value = OfSample(setting, request);
            if (!string.IsNullOrWhiteSpace(value))
                yield return (setting, new RawValue.Text(value.Trim(), new SettingSource(SettingOrigin.Environment, request.IsAction ? $"input {setting.Argument}" : setting.Variable)));
        }
    }

    // A rehearsal needs secrets too, and no real one may be in a file.
    private static string? OfSample(Setting setting, SettingsRequest request) => setting.Property switch
    {
        "Iap.ClientSecret" => SampleSettings.ClientSecret,
        "Dex.PasswordHash" when PeekOutside(request, SettingsTable.ByProperty["Variant"]) == Words.Of(Variant.Dex) => SampleSettings.PasswordHash,
        _ => null,
    };

    private static IEnumerable<(Setting, RawValue)> Arguments(ArgumentList arguments, Problems problems)
    {
        var known = arguments.Where(a => a.IsOption && !HostOption.ByName.ContainsKey(a.Name) && SettingsTable.ByArgument.ContainsKey(a.Name));
        foreach (var group in known.GroupBy(a => SettingsTable.ByArgument[a.Name]))
        {
            if (group.Key.IsSecret)
            {
                problems.Add($"{group.First().Written} is a secret and is not read from arguments: every process of the machine can see those. Set the environment variable {group.Key.Variable}.");
                continue;
            }

            var values = group.Select(a => Value(a, new SettingSource(SettingOrigin.Argument, a.Written))).ToList();
            yield return (group.Key, values.Count == 1 ? values[0] : new RawValue.Items(values, values[^1].Source));
        }
    }

    private static RawValue Value(GivenArgument argument, SettingSource source) =>
        argument.Value is { } value ? new RawValue.Text(value.Trim(), source) : new RawValue.Nothing(source);
}
