using KfPipelineTasks.Gcp.Policies;

namespace KfPipelineTasks.Gcp.Iap;

/// <summary>Who may come in.</summary>
public sealed record IapWish
{
    public required string Project { get; init; }

    public IapTarget Target { get; init; }

    /// <summary>Part of the name of the backend service that the ingress made, or of its description, such as <c>istio-ingressgateway</c>.</summary>
    public string BackendOf { get; init; } = "istio-ingressgateway";

    public IReadOnlyList<string> Members { get; init; } = [];

    public IReadOnlyList<string> RemovedMembers { get; init; } = [];

    public PolicyCondition? Condition { get; init; }
}
