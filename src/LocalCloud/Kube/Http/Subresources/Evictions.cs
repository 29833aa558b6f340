using System.Text.Json.Nodes;
using LocalCloud.Kube.Api;
using LocalCloud.Kube.Documents;
using LocalCloud.Kube.Store;

namespace LocalCloud.Kube.Http.Subresources;

/// <summary>Evicts a Pod, if the disruption budgets allow it.</summary>
internal static class Evictions
{
    private const string Budgets = "poddisruptionbudgets.policy";

    public static void Evict(KubeCluster cluster, ResourceInfo pods, string @namespace, string name, JsonObject eviction, WriteOptions options)
    {
        if (Json.Text(eviction, "metadata", "name") is { Length: > 0 } given && given != name)
            throw ApiErrors.BadRequest("name in URL does not match name in Eviction object");
        var stored = cluster.Reader.Get(pods, @namespace, name);
        var pod = stored.Parse();
        var delete = DeleteOptions.From(Json.Map(eviction, "deleteOptions"));
        if (!stored.IsDeleting && Json.Text(pod, "status", "phase") is not ("Succeeded" or "Failed" or "Pending")) CheckBudget(cluster, stored, pod, options);
        else if (!stored.IsDeleting && Json.Text(pod, "status", "phase") == "Pending") CheckOnlyOne(cluster, stored);
        cluster.Deleter.Delete(pods, @namespace, name, delete, options);
    }

    private static List<StoredObject> BudgetsOf(KubeCluster cluster, StoredObject pod) =>
        [.. cluster.Store.Snapshot(Budgets).Values.Where(budget => budget.Namespace == pod.Namespace && LabelSelector.FromJson(Json.Map(budget.Parse(), "spec", "selector")).Matches(pod.Labels))];

    private static void CheckOnlyOne(KubeCluster cluster, StoredObject pod)
    {
        if (BudgetsOf(cluster, pod).Count > 1) throw TooMany();
    }

    private static ApiException TooMany() => ApiErrors.Unexpected("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");

    private static void CheckBudget(KubeCluster cluster, StoredObject stored, JsonObject pod, WriteOptions options)
    {
        var budgets = BudgetsOf(cluster, stored);
        if (budgets.Count > 1) throw TooMany();
        if (budgets.Count == 0) return;
        var budget = budgets[0].Parse();
        var ready = Json.Maps(pod, "status", "conditions").Any(one => Json.Text(one, "type") == "Ready" && Json.Text(one, "status") == "True");
        var policy = Json.Text(budget, "spec", "unhealthyPodEvictionPolicy");
        var healthy = Json.Number(budget, "status", "currentHealthy") ?? 0;
        var desired = Json.Number(budget, "status", "desiredHealthy") ?? 0;
        if (!ready && (policy == "AlwaysAllow" || (healthy >= desired && desired > 0))) return;
        if ((Json.Number(budget, "status", "observedGeneration") ?? 0) < (Json.Number(budget, "metadata", "generation") ?? 0))
            throw ApiErrors.TooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", new StatusCause("DisruptionBudget", $"The disruption budget {budgets[0].Name} is still being processed by the server.", ""));
        if ((Json.Number(budget, "status", "disruptionsAllowed") ?? 0) <= 0)
            throw ApiErrors.TooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", new StatusCause("DisruptionBudget", $"The disruption budget {budgets[0].Name} needs {desired} healthy pods and has {healthy} currently", ""));
        if (options.DryRun) return;
        TakeOne(cluster, budgets[0], stored.Name);
    }

    /// <summary>Books the disruption at once, so that the next eviction sees it before any controller does.</summary>
    private static void TakeOne(KubeCluster cluster, StoredObject budget, string pod) =>
        cluster.Writer.Patch(cluster.Catalog.Find(Budgets)!, budget.Namespace, budget.Name, "status", live =>
        {
            var status = Json.Ensure(live, "status");
            status["disruptionsAllowed"] = (Json.Number(status, "disruptionsAllowed") ?? 1) - 1;
            Json.Ensure(status, "disruptedPods")[pod] = cluster.Now;
            return live;
        }, new WriteOptions { FieldManager = "kube-apiserver" });
}
