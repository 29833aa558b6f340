using KfPipelineTasks.Model;

namespace KfPipelineTasks.Manifests.Graph;

/// <summary>
/// What some controllers do at run time and no manifest says. Kept small: only what changes an order or an explanation.
/// </summary>
internal static class KnownControllers
{
    private static readonly IReadOnlyList<string> Writes = ["CREATE", "UPDATE"];

    // Knative's webhooks write their own rules when they start (knative.dev/pkg webhook/configmaps, webhook/resourcesemantics).
    private static readonly Dictionary<string, WebhookRule[]> FilledInRules = new()
    {
        ["config.webhook.serving.knative.dev"] = [Rule("", "v1", "configmaps/*")],
        ["config.webhook.istio.networking.internal.knative.dev"] = [Rule("", "v1", "configmaps/*")],
        ["config.webhook.eventing.knative.dev"] = [Rule("", "v1", "configmaps/*")],
        ["webhook.istio.networking.internal.knative.dev"] = [Rule("apps", "v1", "deployments")],
        ["webhook.eventing.knative.dev"] = [Rule("eventing.knative.dev", "*", "*"), Rule("messaging.knative.dev", "*", "*"), Rule("sources.knative.dev", "*", "*"), Rule("flows.knative.dev", "*", "*")],
        ["validation.webhook.eventing.knative.dev"] = [Rule("eventing.knative.dev", "*", "*"), Rule("messaging.knative.dev", "*", "*"), Rule("sources.knative.dev", "*", "*"), Rule("flows.knative.dev", "*", "*")],
    };

    /// <summary>The labels the profile controller gives every namespace it makes.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOfProfileNamespace { get; } = new Dictionary<string, string>
    {
        ["app.kubernetes.io/part-of"] = "kubeflow-profile",
        ["istio-injection"] = "enabled",
        ["katib.kubeflow.org/metrics-collector-injection"] = "enabled",
        ["pipelines.kubeflow.org/enabled"] = "true",
        ["serving.kubeflow.org/inferenceservice"] = "enabled",
    };

    /// <summary>The rules a webhook will give itself; null when it is not one that does.</summary>
    public static IReadOnlyList<WebhookRule>? RulesFilledInBy(string webhook) => FilledInRules.GetValueOrDefault(webhook);

    /// <summary>A Profile makes the namespace of its own name.</summary>
    public static bool MakesNamespace(Resource resource) => resource.Id is { Group: "kubeflow.org", Kind: "Profile" };

    /// <summary>True for objects that make a controller define kinds.</summary>
    public static bool MayMakeKinds(Resource resource) => resource.Id.GroupKind is "ConstraintTemplate.templates.gatekeeper.sh" or "CompositeResourceDefinition.apiextensions.crossplane.io"
        or "ConfigConnector.core.cnrm.cloud.google.com" or "IstioOperator.install.istio.io";

    /// <summary>True when <paramref name="resource"/> makes its controller define the kind <paramref name="id"/> is of.</summary>
    public static bool MakesKind(Resource resource, ResourceId id) => resource.Id switch
    {
        { Group: "templates.gatekeeper.sh", Kind: "ConstraintTemplate" } =>
            id.Group == "constraints.gatekeeper.sh" && resource.Text("spec", "crd", "spec", "names", "kind") == id.Kind,
        { Group: "apiextensions.crossplane.io", Kind: "CompositeResourceDefinition" } =>
            id.Group == resource.Text("spec", "group") && (id.Kind == resource.Text("spec", "names", "kind") || id.Kind == resource.Text("spec", "claimNames", "kind")),
        { Group: "core.cnrm.cloud.google.com", Kind: "ConfigConnector" } =>
            id.Group.EndsWith(".cnrm.cloud.google.com", StringComparison.Ordinal) && id.Group != "core.cnrm.cloud.google.com",
        { Group: "install.istio.io", Kind: "IstioOperator" } => id.Group.EndsWith(".istio.io", StringComparison.Ordinal) && id.Group != "install.istio.io",
        _ => false,
    };

    /// <summary>The workload runs the controller that acts on <see cref="MakesNamespace"/> and <see cref="MayMakeKinds"/>.</summary>
    public static bool ActsOn(PodTemplate template, Resource maker) => maker.Id.GroupKind switch
    {
        "Profile.kubeflow.org" => Runs(template, "profile-controller"),
        "ConstraintTemplate.templates.gatekeeper.sh" => Runs(template, "gatekeeper"),
        "CompositeResourceDefinition.apiextensions.crossplane.io" => Runs(template, "crossplane"),
        "ConfigConnector.core.cnrm.cloud.google.com" => template.Workload.Id.Name == "configconnector-operator",
        "IstioOperator.install.istio.io" => template.Workload.Id.Name == "istio-operator",
        _ => false,
    };

    /// <summary>The workload runs this program, told by the name of its image.</summary>
    public static bool Runs(PodTemplate template, string program) =>
        template.Images.Any(image => image.Split('@')[0].Split('/')[^1].Split(':')[0] == program);

    /// <summary>Who fills in the CA bundle of a webhook, in words; null when nobody is known to.</summary>
    public static string? SelfFilling(AdmissionWebhook webhook)
    {
        var name = webhook.Name;
        if (name.EndsWith(".knative.dev", StringComparison.Ordinal)) return "knative's own controller";
        if (name.EndsWith(".istio.io", StringComparison.Ordinal)) return "istiod";
        if (webhook.Configuration.Id.Name.EndsWith("gatekeeper.sh", StringComparison.Ordinal) || name.EndsWith(".gatekeeper.sh", StringComparison.Ordinal)) return "gatekeeper's cert controller";
        if (name.Contains(".cnrm.cloud.google.com", StringComparison.Ordinal)) return "Config Connector's webhook manager";
        if (name.EndsWith(".jobset.x-k8s.io", StringComparison.Ordinal) || name.EndsWith(".kueue.x-k8s.io", StringComparison.Ordinal)
            || name.EndsWith(".trainer.kubeflow.org", StringComparison.Ordinal) || name.EndsWith(".training-operator.kubeflow.org", StringComparison.Ordinal)) return "its own cert controller";
        return webhook.Configuration.Annotation("service.beta.openshift.io/inject-cabundle") == "true" ? "the service CA operator" : null;
    }

    /// <summary>
    /// Objects a webhook's backend reads through the API before it can answer, though its Pod does not mount them:
    /// knative's programs stop when their ConfigMaps are not there.
    /// </summary>
    public static bool IsReadBy(AdmissionWebhook webhook, Resource resource) =>
        webhook.FillsInItsRules && resource.Id is { Group: "", Kind: "ConfigMap" } && resource.Id.Namespace == webhook.Service?.Namespace;

    private static WebhookRule Rule(string group, string version, params string[] resources) => new([group], [version], resources, Writes, "*");
}
