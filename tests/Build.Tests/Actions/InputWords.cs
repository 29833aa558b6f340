using KfPipelineTasks.Settings;

namespace Build.Tests.Actions;

/// <summary>What is said about an input, out of its setting.</summary>
internal static class InputWords
{
    /// <summary>True when nothing but the input can give it; whether a setting is needed otherwise depends on the others.</summary>
    public static bool IsRequired(ActionEntry action, Setting s) => s is { Path: null, RequiredWhen: null } && s.RequiredBy.Contains(action.Task);

    public static string Default(Setting s) => s.DerivedDefault.Length > 0 ? s.DerivedDefault : s.Default;

    public static string Form(Setting s) => s.Type switch
    {
        SettingType.Choice => $"One of {string.Join(", ", s.Choices)}.",
        SettingType.Number => $"A whole number{(s.Unit.Length > 0 ? $" ({s.Unit})" : "")}, {(s.Max == int.MaxValue ? $"at least {s.Min}" : $"{s.Min} to {s.Max}")}.",
        SettingType.Switch => "true or false.",
        SettingType.Duration => "A time such as 90s, 20m or 1h30m.",
        SettingType.List => "A list, one entry per line.",
        SettingType.Map => "name=value, one per line.",
        SettingType.DurationMap => "name=time, one per line.",
        SettingType.Components => "Component names, one per line.",
        SettingType.Path => s.IsInput ? "A path inside the workspace." : "A path.",
        _ => s.IsSecret ? "A secret: pass it from the secrets of the repository or environment." : "",
    };

    /// <summary>How it goes with the settings file.</summary>
    public static string Interplay(Setting s) => s switch
    {
        { IsSecret: true } => "Never read from the settings file.",
        { Path: { } path } => $"Wins over {path} in the settings file.",
        _ => "",
    };
}
