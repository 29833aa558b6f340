using KfPipelineTasks.Model;

namespace KfPipelineTasks.Readiness.Rules;

/// <summary>Gateway API: a gateway must be programmed, a class accepted, and a route accepted by every parent it asks for.</summary>
internal sealed class GatewayRule : IReadinessRule
{
    public IReadOnlyList<string> Kinds =>
    [
        "Gateway.gateway.networking.k8s.io", "GatewayClass.gateway.networking.k8s.io", "HTTPRoute.gateway.networking.k8s.io", "GRPCRoute.gateway.networking.k8s.io",
        "TCPRoute.gateway.networking.k8s.io", "TLSRoute.gateway.networking.k8s.io", "UDPRoute.gateway.networking.k8s.io",
    ];

    public Verdict? Judge(LiveObject live) => live.Id.Kind switch
    {
        "Gateway" => One(live, "Programmed"),
        "GatewayClass" => One(live, "Accepted"),
        _ => Route(live),
    };

    private static Verdict One(LiveObject live, string type) =>
        live.Find(type) is { } condition ? CommonConditions.Of(condition, live) : Verdict.Waiting("its controller has not looked at it yet");

    private static Verdict Route(LiveObject live)
    {
        var parents = live.Resource.At("status").Items("parents").ToList();
        var refused = parents.SelectMany(parent => parent.Items("conditions")).Select(Condition.Of).FirstOrDefault(condition => condition is { Type: "Accepted" or "ResolvedRefs", IsTrue: false });
        if (refused is not null) return Verdict.Waiting(refused.Words, live.Describe);
        return parents.Count == 0 ? Verdict.Waiting("no gateway has taken it up yet") : Verdict.Ready("accepted by its gateways");
    }
}
