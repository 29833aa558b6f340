using KfPipelineTasks.Model;

namespace KfPipelineTasks.Settings;

/// <summary>
/// Finds words that nobody knows. Cake ignores them: a misspelt <c>--targetx=Apply</c> runs the default target and returns 0.
/// Values are not repeated, they may be secrets.
/// </summary>
public static class UnknownWords
{
    /// <summary>Variables with our prefix that are not settings: they steer the repository's own tests, or name the action.</summary>
    private static readonly string[] OtherVariables = ["KFT_SHARED", "KFT_ACCEPT", SettingsRequest.ActionVariable];

    /// <summary>Reports arguments that are neither settings nor options of the host, and targets that do not exist.</summary>
    /// <param name="arguments">The arguments of the run.</param>
    /// <param name="tasks">Names of all tasks; empty: targets are not looked at.</param>
    /// <param name="problems">Gets one problem per word.</param>
    public static void InArguments(ArgumentList arguments, IReadOnlyCollection<string> tasks, Problems problems)
    {
        foreach (var argument in arguments)
        {
            if (!argument.IsOption)
                problems.Add($"'{argument.Written}' is not an argument; arguments look like --name=value.{TargetHint(argument.Written, tasks)}");
            else if (!IsKnown(argument))
                problems.Add($"{argument.Written} is not an argument of this program.{Nearest.Hint($"--{argument.Name.TrimStart('-')}", KnownArguments)}");
        }

        if (tasks.Count == 0) return;
        foreach (var target in arguments.Targets.Where(t => !tasks.Contains(t, StringComparer.OrdinalIgnoreCase)))
        {
            var hint = Nearest.Hint(target, tasks);
            problems.Add($"--target: there is no task '{target}'.{(hint.Length > 0 ? hint : $" The tasks are {string.Join(", ", tasks)}.")}");
        }
    }

    /// <summary>Reports variables with our prefix that are not settings.</summary>
    public static void InEnvironment(IEnumerable<string> variables, Problems problems)
    {
        foreach (var variable in variables.Where(v => v.StartsWith("KFT_", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (SettingsTable.ByVariable.ContainsKey(variable) || OtherVariables.Contains(variable)) continue;
            problems.Add($"{variable} is not a setting's environment variable.{Nearest.Hint(variable, SettingsTable.ByVariable.Keys)}");
        }
    }

    // -f, -t: one letter goes with one dash; everything longer with two.
    private static bool IsKnown(GivenArgument argument) =>
        (HostOption.ByName.ContainsKey(argument.Name) || SettingsTable.ByArgument.ContainsKey(argument.Name))
        && argument.Written.StartsWith("--", StringComparison.Ordinal) == argument.Name.Length > 1;

    private static IEnumerable<string> KnownArguments =>
        HostOption.All.Select(o => o.Name).Concat(SettingsTable.All.Where(s => !s.IsSecret).SelectMany(s => s.Aliases.Where(a => a.Length > 1).Prepend(s.Argument)))
            .Select(name => $"--{name}");

    private static string TargetHint(string word, IReadOnlyCollection<string> tasks) =>
        tasks.FirstOrDefault(t => t.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } task ? $" Did you mean --target={task}?" : "";
}
