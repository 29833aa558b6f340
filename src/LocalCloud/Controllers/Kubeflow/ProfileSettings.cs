using System.Text;
using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Kubeflow;

/// <summary>How the profile controller of a cluster was set up.</summary>
/// <param name="Home">Namespace it runs in.</param>
/// <param name="UserHeader">Header with the user's identity.</param>
/// <param name="UserPrefix">What stands before the address in that header.</param>
/// <param name="DefaultAccount">Google service account that every profile is given; null: none.</param>
/// <param name="Labels">Labels of the namespaces; an empty value takes the label away.</param>
/// <param name="ServiceAccount">Service account it runs as.</param>
internal sealed record ProfileSettings(string Home, string UserHeader, string UserPrefix, string? DefaultAccount, IReadOnlyDictionary<string, string> Labels, string ServiceAccount)
{
    /// <summary>Name of the controller's Deployment.</summary>
    public const string Workload = "profiles-deployment";

    private static readonly Dictionary<string, string> UsualLabels = new(StringComparer.Ordinal)
    {
        ["katib.kubeflow.org/metrics-collector-injection"] = "enabled",
        ["serving.kubeflow.org/inferenceservice"] = "enabled",
        ["pipelines.kubeflow.org/enabled"] = "true",
        ["app.kubernetes.io/part-of"] = "kubeflow-profile",
    };

    /// <summary>Null while the controller does not run.</summary>
    public static ProfileSettings? Read(ClusterView view)
    {
        if (view.HomeOf(Workload) is not { } home || view.Get(Kinds.Deployment, home, Workload) is not { } deployment) return null;
        var environment = ContainerEnvironment.Of(view, deployment, "manager");
        return new ProfileSettings(
            home,
            environment.Flag("-userid-header") ?? environment["USERID_HEADER"] ?? "kubeflow-userid",
            environment.Flag("-userid-prefix") ?? environment["USERID_PREFIX"] ?? "",
            environment.Flag("-workload-identity") is { Length: > 0 } account ? account : null,
            LabelsOf(view, home, deployment),
            Json.Text(deployment, "spec", "template", "spec", "serviceAccountName") ?? "default");
    }

    /// <summary>From the file <c>namespace-labels.yaml</c> that is mounted from a ConfigMap.</summary>
    private static IReadOnlyDictionary<string, string> LabelsOf(ClusterView view, string home, JsonObject deployment)
    {
        var maps = Json.Maps(deployment, "spec", "template", "spec", "volumes").Select(volume => Json.Text(volume, "configMap", "name")).OfType<string>();
        var text = maps.Select(map => Json.Text(view.Get(Kinds.ConfigMap, home, map), "data", "namespace-labels.yaml")).FirstOrDefault(found => found is not null);
        if (text is null || YamlReading.Parse(Encoding.UTF8.GetBytes(text)) is not JsonObject labels) return UsualLabels;
        return labels.ToDictionary(pair => pair.Key, pair => Json.Text(pair.Value) ?? "", StringComparer.Ordinal);
    }
}
