using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

internal sealed class ServiceRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds => ["Service"];

    public Verdict? Judge(LiveObject live)
    {
        if (live.Text("spec", "type") != "LoadBalancer") return Verdict.Ready(live.Text("spec", "clusterIP") is { } address and not "None" ? $"reachable at {address}" : "there");
        return Addresses.Of(live) is { } balancer ? Verdict.Ready($"reachable at {balancer}") : Verdict.Waiting("its load balancer has no address yet", live.Describe);
    }
}
