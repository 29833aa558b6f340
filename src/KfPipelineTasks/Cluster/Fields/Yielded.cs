using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Fields;

/// <summary>
/// Fields that somebody else is meant to own once it has set them: autoscalers set replicas, certificate injectors set CA
/// bundles, Istio decides about its own failure policy. We send them at creation and let go of them afterwards.
/// </summary>
internal static class Yielded
{
    /// <summary>Paths in <paramref name="wanted"/> that the owner of the live object keeps.</summary>
    public static IReadOnlyList<string> Paths(Resource wanted, Resource live, string manager)
    {
        var others = ManagedEntry.Of(live).Where(e => e.Manager != manager).ToList();
        if (others.Count == 0) return [];
        return wanted.Id switch
        {
            { Group: "apps", Kind: "Deployment" or "StatefulSet" or "ReplicaSet" } => Replicas(wanted, others),
            { Kind: "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" } => Webhooks(wanted, others),
            { Kind: "APIService" } => Bundle(wanted, others, ["spec", "caBundle"]),
            { Kind: "CustomResourceDefinition" } => Bundle(wanted, others, ["spec", "conversion", "webhook", "clientConfig", "caBundle"]),
            _ => [],
        };
    }

    // A person who scales by hand is drift; the autoscaler of the controller manager is not.
    private static List<string> Replicas(Resource wanted, List<ManagedEntry> others) =>
        wanted.At("spec", "replicas") is not null && others.Exists(e => e is { Manager: "kube-controller-manager", Subresource: "scale" } && e.Owns("spec", "replicas"))
            ? [".spec.replicas"]
            : [];

    private static List<string> Bundle(Resource wanted, List<ManagedEntry> others, string[] path) =>
        IsPlaceholder(wanted.Text(path), wanted.At(path) is not null) && others.Exists(e => e.Owns(path)) ? ["." + string.Join('.', path)] : [];

    private static List<string> Webhooks(Resource wanted, List<ManagedEntry> others)
    {
        var yielded = new List<string>();
        foreach (var webhook in wanted.Body.Items("webhooks"))
        {
            var name = webhook.Text("name");
            if (name is null) continue;
            var theirs = others.SelectMany(o => o.Fields.Properties("f:webhooks").Where(p => p.Name == $$"""k:{"name":"{{name}}"}""").Select(p => (o.Manager, Set: p.Value))).ToList();
            if (IsPlaceholder(webhook.Text("clientConfig", "caBundle"), webhook.At("clientConfig", "caBundle") is not null) &&
                theirs.Exists(t => t.Set.At("f:clientConfig", "f:caBundle") is not null))
                yielded.Add($".webhooks[name=\"{name}\"].clientConfig.caBundle");
            // istiod opens its validator only when it can answer.
            if (webhook.At("failurePolicy") is not null && theirs.Exists(t => t.Manager == "pilot-discovery" && t.Set.At("f:failurePolicy") is not null))
                yielded.Add($".webhooks[name=\"{name}\"].failurePolicy");
        }

        return yielded;
    }

    // "", "Cg==" (a line feed) and the like: the field had to have a value. A real bundle of the manifest is meant.
    private static bool IsPlaceholder(string? bundle, bool written) => written && (bundle is null || bundle.Length < 64);
}
