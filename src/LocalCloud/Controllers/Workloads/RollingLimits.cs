using System.Text.Json.Nodes;
using LocalCloud.Kube.Documents;

namespace LocalCloud.Controllers.Workloads;

/// <summary>How far a Deployment may be from its number of Pods while it changes them.</summary>
/// <param name="Replicas">The number asked for.</param>
/// <param name="Surge">How many more there may be.</param>
/// <param name="Unavailable">How many may be missing.</param>
internal sealed record RollingLimits(long Replicas, long Surge, long Unavailable)
{
    public long Most => Replicas + Surge;

    public long Least => Replicas - Unavailable;

    public static RollingLimits Of(JsonObject deployment)
    {
        var replicas = Json.Number(deployment, "spec", "replicas") ?? 1;
        if (Json.Text(deployment, "spec", "strategy", "type") == "Recreate") return new RollingLimits(replicas, 0, 0);
        var rolling = Json.Map(deployment, "spec", "strategy", "rollingUpdate");
        var surge = IntOrPercent.Of(rolling?["maxSurge"] ?? "25%", replicas, roundUp: true) ?? 0;
        var unavailable = IntOrPercent.Of(rolling?["maxUnavailable"] ?? "25%", replicas, roundUp: false) ?? 0;
        // Nothing could ever move with neither: the real controller takes one down then.
        if (surge == 0 && unavailable == 0) unavailable = 1;
        return new RollingLimits(replicas, surge, Math.Min(unavailable, replicas));
    }
}
