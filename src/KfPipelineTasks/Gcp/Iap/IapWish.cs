using KfPipelineTasks.Gcp.Policies;

namespace KfPipelineTasks.Gcp.Iap;

/// <summary>Who may come in.</summary>
public sealed record IapWish
{
    public required string Project { get; init; }

    public IapTarget Target { get; init; }

    /// <summary>The Service whose backend service is meant.</summary>
    public BackendOf BackendOf { get; init; } = new(null, "istio-ingressgateway");

    public IReadOnlyList<string> Members { get; init; } = [];

    public IReadOnlyList<string> RemovedMembers { get; init; } = [];

    public PolicyCondition? Condition { get; init; }
}
