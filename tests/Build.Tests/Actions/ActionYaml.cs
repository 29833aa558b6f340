using System.Text;
using KfPipelineTasks.Settings;

namespace Build.Tests.Actions;

/// <summary>The <c>action.yml</c> of an action.</summary>
internal static class ActionYaml
{
    public static string Of(ActionEntry action)
    {
        var text = new StringBuilder();
        text.Append("# Written from the table of settings; README.md tells how. Inputs have no defaults here: a default would win over the settings file.\n");
        text.Append($"name: '{action.Title}'\nauthor: 'KfPipelineTasks contributors'\ndescription: '{Quoted(action.What)}'\n");
        text.Append($"branding:\n  icon: '{action.Icon}'\n  color: '{action.Color}'\n\ninputs:\n");
        foreach (var setting in action.Inputs) Input(text, action, setting);
        text.Append("\noutputs:\n");
        foreach (var output in ActionOutput.Of(action))
            text.Append($"  {output.Name}:\n    description: '{Quoted(output.Meaning)}'\n    value: ${{{{ steps.run.outputs.{output.Name} }}}}\n");
        Runs(text, action);
        return text.ToString();
    }

    private static void Input(StringBuilder text, ActionEntry action, Setting setting)
    {
        text.Append($"  {setting.Argument}:\n    description: |-\n      {setting.Help}\n");
        var form = string.Join(' ', new[] { InputWords.Form(setting), InputWords.Interplay(setting) }.Where(t => t.Length > 0));
        if (form.Length > 0) text.Append($"      {form}\n");
        if (InputWords.Default(setting) is { Length: > 0 } byDefault) text.Append($"      Default: {byDefault}\n");
        if (setting.Example.Length > 0) text.Append($"      Example: {setting.Example}\n");
        text.Append($"    required: {(InputWords.IsRequired(action, setting) ? "true" : "false")}\n");
    }

    private static void Runs(StringBuilder text, ActionEntry action)
    {
        text.Append("\nruns:\n  using: composite\n  steps:\n    - id: run\n      shell: bash\n      env:\n");
        text.Append($"        {SettingsRequest.ActionVariable}: {action.Name}\n        KF_TASKS_REPOSITORY: ${{{{ github.action_repository }}}}\n");
        foreach (var setting in action.Inputs) text.Append($"        {setting.Variable}: ${{{{ inputs.{setting.Argument} }}}}\n");
        text.Append($"      run: exec bash \"$GITHUB_ACTION_PATH/../_lib/run.sh\" {action.Task}\n");
    }

    private static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
