namespace KfPipelineTasks.Gcp.Compute;

/// <summary>A backend service of a load balancer.</summary>
/// <param name="Id">Number, as text: part of the audience of Identity-Aware Proxy's tokens. A backend that is made anew has another one.</param>
/// <param name="Description">Ingress controllers write the Service into it, as JSON.</param>
public sealed record BackendService(string? Id, string? Name, string? Description)
{
    public BackendIap? Iap { get; init; }

    /// <summary>Groups of endpoints.</summary>
    public IReadOnlyList<BackendGroup>? Backends { get; init; }
}
