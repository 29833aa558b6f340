using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Core;

/// <summary>Keeps the number of replicas between the two limits. Load is not simulated: nothing is ever busy.</summary>
internal sealed class AutoscalerController(ClusterView view, EventRecorder events) : IController
{
    public string Name => "horizontal-pod-autoscaler";

    public IEnumerable<Watch> Watches =>
    [
        Watch.Own(Kinds.HorizontalPodAutoscaler),
        Watch.Mapped(Kinds.Deployment, For),
        Watch.Mapped(Kinds.StatefulSet, For),
    ];

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellation)
    {
        if (view.Get(key) is not { } scaler || ClusterView.IsBeingDeleted(scaler)) return default;
        var kind = Json.Text(scaler, "spec", "scaleTargetRef", "kind") ?? "";
        var name = Json.Text(scaler, "spec", "scaleTargetRef", "name") ?? "";
        if (view.Get(new GroupKind("apps", kind), key.Namespace, name) is not { } target)
        {
            view.EditStatus(Name, scaler, status => Missing(status, kind, name));
            return default;
        }

        var now = Json.Number(target, "spec", "replicas") ?? 1;
        var least = Json.Number(scaler, "spec", "minReplicas") ?? 1;
        var most = Json.Number(scaler, "spec", "maxReplicas") ?? least;
        var wanted = now == 0 ? 0 : Math.Clamp(now, least, Math.Max(least, most));
        if (wanted != now)
        {
            view.Edit(Name, target, copy => Json.Ensure(copy, "spec")["replicas"] = wanted);
            events.Normal(Name, scaler, "SuccessfulRescale", $"New size: {wanted}; reason: {(wanted > now ? "Current number of replicas below Spec.MinReplicas" : "Current number of replicas above Spec.MaxReplicas")}");
        }

        view.EditStatus(Name, scaler, status => Say(status, target, wanted));
        return default;
    }

    private void Say(JsonObject status, JsonObject target, long wanted)
    {
        status["currentReplicas"] = Json.Number(target, "status", "replicas") ?? 0;
        status["desiredReplicas"] = wanted;
        Json.Default(status, "currentMetrics", new JsonArray());
        Conditions.Set(status, "AbleToScale", true, "ReadyForNewScale", "recommended size matches current size", view.Stamp);
        if (wanted == 0) Conditions.Set(status, "ScalingActive", false, "ScalingDisabled", "scaling is disabled since the replica count of the target is zero", view.Stamp);
        else Conditions.Set(status, "ScalingActive", true, "ValidMetricFound", "the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)", view.Stamp);
        Conditions.Set(status, "ScalingLimited", false, "DesiredWithinRange", "the desired count is within the acceptable range", view.Stamp);
    }

    private void Missing(JsonObject status, string kind, string name)
    {
        status["currentReplicas"] = 0L;
        status["desiredReplicas"] = 0L;
        Conditions.Set(status, "AbleToScale", false, "FailedGetScale", $"the HPA controller was unable to get the target's current scale: {kind.ToLowerInvariant()}s.apps \"{name}\" not found", view.Stamp);
    }

    private IEnumerable<ObjectKey> For(JsonObject target) => view.List(Kinds.HorizontalPodAutoscaler, ClusterView.Namespace(target))
        .Where(scaler => Json.Text(scaler, "spec", "scaleTargetRef", "name") == ClusterView.Name(target) && Json.Text(scaler, "spec", "scaleTargetRef", "kind") == Json.Text(target, "kind"))
        .Select(ClusterView.KeyOf);
}
