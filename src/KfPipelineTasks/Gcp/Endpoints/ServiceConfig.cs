namespace KfPipelineTasks.Gcp.Endpoints;

/// <summary>A configuration of a service.</summary>
/// <param name="Id">Such as <c>2026-01-31r0</c>.</param>
/// <param name="Endpoints">Where its hosts lead.</param>
public sealed record ServiceConfig(string? Id, IReadOnlyList<HostTarget>? Endpoints);
