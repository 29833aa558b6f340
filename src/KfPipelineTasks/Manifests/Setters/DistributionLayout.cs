namespace KfPipelineTasks.Manifests.Setters;

/// <summary>
/// The folders of the Kubeflow distribution for Google Cloud, and which values go where. Its own <c>kpt-set.sh</c> scripts run
/// three times, with three sets of values; three more places carry setters that no script sets (one because a <c>yq</c>
/// without <c>-i</c> only prints). Here all of them are set in one run.
/// </summary>
public sealed class DistributionLayout
{
    private readonly string _root;

    private DistributionLayout(string root) => _root = root;

    /// <summary>Setters of <c>management/</c>.</summary>
    public static IReadOnlyList<string> ManagementSetters { get; } = ["name", "gcloud.core.project", "location"];

    /// <summary>Setters of <c>kubeflow/</c> without <c>kubeflow/kcc</c>.</summary>
    public static IReadOnlyList<string> KubeflowSetters { get; } =
    [
        "mgmt-ctxt", "name", "gcloud.core.project", "gcloud.project.projectNumber", "location", "gcloud.compute.zone",
        "gcloud.compute.region", "email", "asm-label", "cloudsql-name", "bucket-name", "default-pipeline-root",
    ];

    /// <summary>Setters of <c>kubeflow/kcc</c>.</summary>
    public static IReadOnlyList<string> KccSetters { get; } =
        ["project-id", "management-project-id", "management-namespace", "networking-namespace", "projects-namespace"];

    /// <summary>The layout of <paramref name="root"/>; null when it is another package.</summary>
    public static DistributionLayout? Find(string root) =>
        File.Exists(Path.Combine(root, "kubeflow", "kptconfig", "kpt-setter-config.yaml")) || File.Exists(Path.Combine(root, "management", "kptconfig", "kpt-setter-config.yaml"))
            ? new DistributionLayout(root)
            : null;

    /// <summary>Paths and values, for what of the layout is there.</summary>
    /// <param name="management">Values of <see cref="ManagementSetters"/>. <c>managed-project</c> is the Kubeflow project unless it is given here.</param>
    /// <param name="kubeflow">Values of <see cref="KubeflowSetters"/>. <c>metacontroller-base</c> keeps the package's own value unless it is given here.</param>
    /// <param name="kcc">Values of <see cref="KccSetters"/>.</param>
    public IReadOnlyList<SetterScope> Scopes(SetterValues management, SetterValues kubeflow, SetterValues kcc)
    {
        IEnumerable<SetterScope> scopes =
        [
            Scope("management", management, "management/kptconfig", "management/manifests"),
            Scope("managed project", WithManagedProject(management, kubeflow), "management/managed-project"),
            // The file is named because a .krmignore hides it: kpt cannot read it, it has no kind.
            Scope("kubeflow", kubeflow, "kubeflow/kptconfig", "kubeflow/apps", "kubeflow/common", "kubeflow/apps/profiles/patches/namespace-labels.yaml"),
            Scope("contrib", Default("metacontroller-base", "./upstream/base", "the package's own value").With(kubeflow), "kubeflow/contrib"),
            Scope("kcc", kcc, "kubeflow/kcc"),
        ];
        return [.. scopes.Where(s => s.Paths.Count > 0)];
    }

    private static SetterValues WithManagedProject(SetterValues management, SetterValues kubeflow) =>
        kubeflow.TryGet("gcloud.core.project", out var project)
            ? Default("managed-project", project.Text, project.Origin).With(management)
            : management;

    private static SetterValues Default(string name, string text, string origin) => SetterValues.Of(origin, (name, text));

    private SetterScope Scope(string name, SetterValues values, params IEnumerable<string> paths) =>
        new(name, [.. paths.Select(p => Path.Combine([_root, .. p.Split('/')])).Where(Path.Exists)], values);
}
