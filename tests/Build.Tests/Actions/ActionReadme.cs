using System.Text;
using KfPipelineTasks.Settings;

namespace Build.Tests.Actions;

/// <summary>The <c>README.md</c> of an action.</summary>
internal static class ActionReadme
{
    /// <summary>Stands for the commit of a release in every example.</summary>
    private const string Pin = "0000000000000000000000000000000000000000 # v1.0.0: the commit of the release you use";

    public static string Of(ActionEntry action)
    {
        var text = new StringBuilder($"# {action.Title}\n\n{action.What}\n\n");
        Before(text, action);
        Usage(text, action);
        Inputs(text, action);
        text.Append("## Outputs\n\nThey are there when the step fails, too.\n\n| output | meaning |\n| --- | --- |\n");
        foreach (var output in ActionOutput.Of(action)) text.Append($"| `{output.Name}` | {output.Meaning} |\n");
        text.Append($"\n## When it fails\n\nThe log names the object, the act and the cause, and what to do next; the summary of the job has the same. Exit code 2 means that nothing was touched.\nWrong or missing values are named by their input. An input that this action does not have is only a warning of the runner: look for \"Unexpected input(s)\".\nThe same runs on a laptop: `dotnet run --project build -- --target={action.Task}`. A whole set-up is in [docs/ci.md](../../docs/ci.md).\n");
        text.Append("\n<!-- Written from the table of settings: KFT_ACCEPT=1 dotnet test tests/Build.Tests --filter ActionFileTests -->\n");
        return text.ToString();
    }

    private static void Before(StringBuilder text, ActionEntry action)
    {
        text.Append("## Before\n\n");
        if (action.Before.Length > 0) text.Append($"{action.Before} ");
        if (action.Roles.Count == 0)
        {
            text.Append("It asks nobody: no credentials are needed.\n\n");
            return;
        }

        text.Append("The job needs `id-token: write`, credentials from `google-github-actions/auth` (run it after the checkout), and for its identity in the project:\n\n");
        foreach (var role in action.Roles) text.Append($"- {role}\n");
        text.Append('\n');
    }

    private static void Usage(StringBuilder text, ActionEntry action)
    {
        var asks = action.Roles.Count > 0;
        text.Append($"## Usage\n\n```yaml\nname: {action.Name}\non:\n  workflow_dispatch:\npermissions: {{}}\njobs:\n  {action.Name}:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 60\n");
        text.Append("    permissions:\n      contents: read # to check out the settings and the package\n");
        if (asks) text.Append("      id-token: write # to get Google credentials without a key\n");
        text.Append("    steps:\n      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n        with:\n          persist-credentials: false\n");
        if (asks)
        {
            text.Append("      - uses: google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0\n        with:\n");
            text.Append("          workload_identity_provider: projects/123456789012/locations/global/workloadIdentityPools/github/providers/main\n          service_account: deployer@ml-prod-1.iam.gserviceaccount.com\n");
        }

        text.Append($"      - id: kubeflow\n        uses: OWNER/KfPipelineTasks/actions/{action.Name}@{Pin}\n        with:\n");
        foreach (var line in action.Example) text.Append($"          {line}\n");
        text.Append("      - if: always()\n        env:\n          CHANGED: ${{ steps.kubeflow.outputs.changed }}\n        run: echo \"changed=$CHANGED\"\n```\n\n");
    }

    private static void Inputs(StringBuilder text, ActionEntry action)
    {
        text.Append("## Inputs\n\nAll inputs are text; quote numbers and `'true'`. Leave an input out to get its value from the settings file, or its default. Lists have one entry per line.\n");
        foreach (var group in action.Inputs.GroupBy(s => s.Group))
        {
            text.Append($"\n### {group.Key}\n\n| input | default | meaning |\n| --- | --- | --- |\n");
            foreach (var s in group) text.Append($"| `{s.Argument}`{(InputWords.IsRequired(action, s) ? " (required)" : "")} | {Cell(InputWords.Default(s))} | {Cell(Meaning(s))} |\n");
        }

        text.Append('\n');
    }

    private static string Meaning(Setting s)
    {
        var example = s.Example.Length > 0 ? $"Example: {s.Example}" : "";
        return string.Join(' ', new[] { s.Help, InputWords.Form(s), s.Path is { } path && !s.IsSecret ? $"In the file: {path}." : "", example }.Where(t => t.Length > 0));
    }

    private static string Cell(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
