using System.Runtime.CompilerServices;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>Makes rows of the table: one method per type of value. The property's name is read off the lambda that gets it.</summary>
internal static class SettingKinds
{
    public static Setting Text(Func<DeploySettings, string> get, Func<DeploySettings, string, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Class(SettingType.Text, get, set, (reader, raw) => reader.Text(raw), lambda);

    public static Setting Path(Func<DeploySettings, string> get, Func<DeploySettings, string, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Class(SettingType.Path, get, set, (reader, raw) => reader.Text(raw), lambda);

    public static Setting Switch(Func<DeploySettings, bool> get, Func<DeploySettings, bool, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Struct(SettingType.Switch, s => get(s), set, (reader, raw) => reader.Switch(raw), lambda);

    public static Setting Number(Func<DeploySettings, int?> get, Func<DeploySettings, int, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Struct(SettingType.Number, s => get(s), set, (reader, raw) => reader.Number(raw), lambda);

    public static Setting Duration(Func<DeploySettings, TimeSpan?> get, Func<DeploySettings, TimeSpan, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Struct(SettingType.Duration, s => get(s), set, (reader, raw) => reader.Duration(raw), lambda);

    public static Setting Choice<T>(Func<DeploySettings, T> get, Func<DeploySettings, T, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") where T : struct, Enum =>
        Struct(SettingType.Choice, s => get(s), set, (reader, raw) => reader.Choice<T>(raw), lambda) with { Choices = Words.All<T>() };

    public static Setting List(Func<DeploySettings, IReadOnlyList<string>> get, Func<DeploySettings, IReadOnlyList<string>, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Class(SettingType.List, get, set, (reader, raw) => reader.List(raw), lambda);

    public static Setting Map(Func<DeploySettings, IReadOnlyDictionary<string, string>> get, Func<DeploySettings, IReadOnlyDictionary<string, string>, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Class(SettingType.Map, get, set, (reader, raw) => reader.Map(raw), lambda);

    public static Setting DurationMap(Func<DeploySettings, IReadOnlyDictionary<string, TimeSpan>> get, Func<DeploySettings, IReadOnlyDictionary<string, TimeSpan>, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Class(SettingType.DurationMap, get, set, (reader, raw) => reader.DurationMap(raw), lambda);

    public static Setting Components(Func<DeploySettings, IReadOnlyList<ComponentSettings>> get, Func<DeploySettings, IReadOnlyList<ComponentSettings>, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Class(SettingType.Components, get, set, (reader, raw) => reader.Components(raw), lambda);

    /// <summary>A secret's text may have any shape (keys have lines); it is only kept.</summary>
    public static Setting Secret(Func<DeploySettings, Secret?> get, Func<DeploySettings, Secret, DeploySettings> set, [CallerArgumentExpression(nameof(get))] string lambda = "") =>
        Class(SettingType.Text, get, set, (_, raw) => raw is RawValue.Text text ? new Secret(text.Value) : null, lambda) with { IsSecret = true };

    private static Setting Class<T>(SettingType type, Func<DeploySettings, T?> get, Func<DeploySettings, T, DeploySettings> set, Func<ValueReader, RawValue, T?> read, string lambda) where T : class =>
        new()
        {
            Property = PropertyOf(lambda),
            Type = type,
            Get = get,
            Assign = (settings, raw, reader) => read(reader, raw) is { } value ? set(settings, value) : settings,
        };

    private static Setting Struct<T>(SettingType type, Func<DeploySettings, object?> get, Func<DeploySettings, T, DeploySettings> set, Func<ValueReader, RawValue, T?> read, string lambda) where T : struct =>
        new()
        {
            Property = PropertyOf(lambda),
            Type = type,
            Get = get,
            Assign = (settings, raw, reader) => read(reader, raw) is { } value ? set(settings, value) : settings,
        };

    // "s => s.Cluster.Name" is Cluster.Name.
    private static string PropertyOf(string lambda) => lambda[(lambda.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
