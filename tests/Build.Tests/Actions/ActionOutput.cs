namespace Build.Tests.Actions;

/// <summary>An output that a next step can use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it says.</param>
internal sealed record ActionOutput(string Name, string Meaning)
{
    /// <summary>The outputs of an action; the program writes them, also when the step fails.</summary>
    public static IReadOnlyList<ActionOutput> Of(ActionEntry action) => [.. All.Where(o => (action.HasUrl || o.Name != "url") && (action.Task == nameof(KfPipelineTasks.Build.Tasks.Deploy) || o.Name != "management-kubeconfig"))];

    private static readonly ActionOutput[] All =
    [
        new("changed", "`true` when something was written or, in a plan, would be; else `false`."),
        new("exit-code", "`0` done, `1` touched and failed, `2` asked wrongly and nothing touched, `3` changes found, `70` ran out of time."),
        new("plan-file", "Path of the plan as JSON; empty when there was nothing to plan."),
        new("summary-file", "Path of the summary as Markdown, for a comment or a message."),
        new("report", "Counts as one line of JSON: `created`, `configured`, `replaced`, `pruned`, `deleted`, `skipped`, `blocked`, `unknown`, `unchanged`, `notReady`, `errors`, `warnings`; and where the report is: `json` and `html`, for `actions/upload-artifact`."),
        new("url", "Address of the Kubeflow dashboard; empty when it has none yet."),
        new("management-kubeconfig", "Path of a kubeconfig for the management cluster, for following steps of the job; holds no secret: `gke-gcloud-auth-plugin` brings the credentials. Empty when there is none."),
    ];
}
