using KfPipelineTasks.Build.Tasks;
using KfPipelineTasks.Build.Tasks.Google;

namespace Build.Tests.Actions;

/// <summary>An output that a next step can use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Tasks">The tasks that answer it; none: every run does.</param>
internal sealed record ActionOutput(string Name, string Meaning, params string[] Tasks)
{
    /// <summary>The outputs of an action; the program writes them, also when the step fails.</summary>
    public static IReadOnlyList<ActionOutput> Of(ActionEntry action) => [.. All.Where(o => o.Tasks.Length == 0 || o.Tasks.Any(task => Answers(action, task)))];

    // Validate runs before everything, and tells what people need only when it is asked for itself.
    private static bool Answers(ActionEntry action, string task) => task == action.Task || (task != nameof(Validate) && action.Tasks.Contains(task));

    private static readonly ActionOutput[] All =
    [
        new("changed", "`true` when something was written or, in a plan, would be; else `false`."),
        new("exit-code", "`0` done, `1` failed (in a plan: something stands in the way), `2` asked wrongly and nothing touched, `3` changes found, `70` ran out of time."),
        new("plan-file", "Path of the plan as JSON, of a run that only plans (`plan`, or a refused one); else empty."),
        new("summary-file", "Path of the summary as Markdown, for a comment or a message."),
        new("report", "Counts as one line of JSON: `created`, `configured`, `replaced`, `pruned`, `deleted`, `skipped`, `blocked`, `unknown`, `unchanged`, `notReady`, `errors`, `warnings`; and where the report is: `json` and `html`, for `actions/upload-artifact`."),
        new("url", "Address of the Kubeflow dashboard; empty when it has none yet.", nameof(ConfigureIap), nameof(Deploy)),
        new("dashboard-host", "Host name of the dashboard; empty until people are led in.", nameof(ConfigureIap)),
        new("ingress-address", "Address of the load balancer that the host leads to; empty until people are led in.", nameof(ConfigureIap)),
        new("redirect-uri", "Redirect URI that the OAuth client must have, letter by letter; empty where no client of yours is used.", nameof(Validate), nameof(ConfigureIap)),
        new("eligible-clusters", "Clusters that Kubeflow can be deployed to, each as name@location, with commas between them.", nameof(ListClusters)),
        new("management-cluster", "Path of the management cluster as GKE lists it: `projects/P/locations/L/clusters/krmapihost-NAME`.", nameof(EnsureManagementCluster)),
        new("management-kubeconfig", "Path of a kubeconfig for the management cluster, for following steps of the job; holds no secret: `gke-gcloud-auth-plugin` brings the credentials. Empty when there is none.", nameof(EnsureManagementCluster)),
        new("service-account", "E-mail of the service account of nodes and pipelines.", nameof(EnsureServiceAccount)),
        new("node-pool", "Name of the node pool that is as wanted, or will be.", nameof(EnsureNodePool)),
        new("bucket", "Name of the bucket of pipeline artifacts.", nameof(EnsureArtifactBucket)),
        new("host", "Address of the Pipelines API inside the cluster, for `kfp.Client(host=...)`; empty in a plan without a profile.", nameof(ConnectSdk)),
        new("token-path", "Where the SDK finds its token in a notebook.", nameof(ConnectSdk)),
    ];
}
