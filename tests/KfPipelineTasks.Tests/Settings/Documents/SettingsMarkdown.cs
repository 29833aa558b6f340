using System.Text;
using KfPipelineTasks.Settings;

namespace KfPipelineTasks.Tests.Settings.Documents;

/// <summary>The table of settings as Markdown: short for the README, whole for docs/settings.md.</summary>
internal static class SettingsMarkdown
{
    /// <summary>One line a setting.</summary>
    public static string Short()
    {
        var text = new StringBuilder("| in kubeflow.yaml | argument | variable | default |\n| --- | --- | --- | --- |\n");
        foreach (var s in SettingsTable.All)
            text.Append($"| {Code(s.IsSecret ? "" : s.Path ?? "")} | {Code(s.IsSecret ? "" : $"--{s.Argument}")} | {Code(s.Variable)} | {Default(s)} |\n");
        return text.ToString();
    }

    /// <summary>A section a group, everything about each setting.</summary>
    public static string Whole()
    {
        var text = new StringBuilder();
        foreach (var group in SettingsTable.All.GroupBy(s => s.Group))
        {
            text.Append($"## {group.Key}\n\n");
            foreach (var setting in group) Section(text, setting);
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void Section(StringBuilder text, Setting s)
    {
        text.Append($"### {(s.IsSecret ? s.Variable : s.Path ?? $"--{s.Argument}")}\n\n{Plain(s.Help)}\n\n");
        text.Append($"- {Names(s)}\n- {TypeOf(s)}{(Default(s) is { Length: > 0 } d ? $"; default {d}" : "")}\n");
        if (s.Example.Length > 0) text.Append($"- for example {Code(s.Example)}\n");
        text.Append($"- read by {Tasks(s.Tasks)}{(s.RequiredBy.Count == 0 ? "" : s.RequiredWhen is null ? $"; needed by {Tasks(s.RequiredBy)}" : $"; needed, depending on other settings, by {Tasks(s.RequiredBy)}")}\n\n");
    }

    private static string Names(Setting s)
    {
        if (s.IsSecret) return $"secret: variable {Code(s.Variable)} and action input {Code(s.Argument)} only, never an argument or the file";
        var aliases = string.Concat(s.Aliases.Select(a => $", {Code(a.Length == 1 ? $"-{a}" : $"--{a}")}"));
        return $"{(s.Path is null ? "not in the file" : $"file {Code(s.Path)}")}; argument {Code($"--{s.Argument}")}{aliases}; variable {Code(s.Variable)}; action input {Code(s.Argument)}";
    }

    private static string TypeOf(Setting s) => s.Type switch
    {
        SettingType.Choice => $"one of {string.Join(", ", s.Choices.Select(Code))}",
        SettingType.Number => $"a whole number ({s.Unit}), {(s.Max == int.MaxValue ? $"at least {s.Min}" : $"{s.Min} to {s.Max}")}",
        SettingType.Switch => "`true` or `false`",
        SettingType.Duration => "a time",
        SettingType.List => "a list",
        SettingType.Map => "a map",
        SettingType.DurationMap => "a map of times",
        SettingType.Components => "a list of components",
        SettingType.Path => "a path",
        _ => s.Unit.Length > 0 ? $"an {s.Unit}" : "a text",
    };

    private static string Default(Setting s) =>
        s.DerivedDefault.Length > 0 ? Plain(s.DerivedDefault) : Code(s.Default);

    private static string Tasks(IReadOnlyList<string> tasks) => tasks.Count == TaskNames.All.Count ? "every task" : string.Join(", ", tasks);

    private static string Code(string text) => text.Length == 0 ? "" : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Plain(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
