using KfPipelineTasks.Cluster.Api;
using KfPipelineTasks.Cluster.Live;
using KfPipelineTasks.Model;

namespace KfPipelineTasks.Cluster.Waiting;

/// <summary>Objects that say more about another one than it does itself: the Pods of a workload, the endpoints behind a webhook, what a Profile makes.</summary>
internal static class Around
{
    private static readonly ApiKind Pods = new("", "v1", "Pod", "pods", true, true, ["get", "list", "watch"]);
    private static readonly ApiKind Slices = new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true, false, ["get", "list", "watch"]);
    private static readonly ApiKind Namespaces = new("", "v1", "Namespace", "namespaces", false, true, ["get", "list", "watch"]);
    private static readonly ApiKind Accounts = new("", "v1", "ServiceAccount", "serviceaccounts", true, false, ["get", "list", "watch"]);
    private static readonly ApiKind Bindings = new("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true, false, ["get", "list", "watch"]);

    /// <summary>Which kinds to look at for an object, and in which namespace (null: everywhere).</summary>
    public static IReadOnlyList<(ApiKind Kind, string? Namespace)> Of(Resource live) => live.Id switch
    {
        { Group: "apps" or "batch", Namespace: { } ns } when live.Id.Kind is not "CronJob" => [(Pods, ns)],
        { Group: "admissionregistration.k8s.io" } => live.Body.Items("webhooks").Select(w => w.Text("clientConfig", "service", "namespace")).OfType<string>().Distinct().Select(ns => (Slices, (string?)ns)).ToList(),
        { Group: "kubeflow.org", Kind: "Profile" } => [(Namespaces, null), (Accounts, live.Id.Name), (Bindings, live.Id.Name)],
        _ => [],
    };

    /// <summary>True when everything around an object has been looked at once: before that, nothing can be said to be missing.</summary>
    public static bool IsKnown(LiveHub hub, Resource live) => Of(live).Select(a => hub.Open(a.Kind, a.Namespace)).All(v => v.Loaded.IsCompleted);

    /// <summary>What the open views know around an object; those not loaded yet, or not allowed, are left out.</summary>
    public static IReadOnlyList<Resource> From(LiveHub hub, Resource live) =>
        Of(live).Select(a => hub.Open(a.Kind, a.Namespace)).Where(v => v.Loaded.IsCompletedSuccessfully).SelectMany(v => v.All).ToList();
}
