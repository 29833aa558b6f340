using System.Text.Json.Nodes;

namespace LocalCloud.Google.Endpoints;

/// <summary>A service a producer publishes: here, a host name of Cloud Endpoints.</summary>
/// <param name="Name">Such as <c>kubeflow.endpoints.my-project.cloud.goog</c>.</param>
/// <param name="Producer">Project id of the producer.</param>
public sealed record ManagedService(string Name, string Producer)
{
    /// <summary>Its configurations, oldest first.</summary>
    public IReadOnlyList<JsonObject> Configs { get; init; } = [];

    /// <summary>Its rollouts, oldest first.</summary>
    public IReadOnlyList<JsonObject> Rollouts { get; init; } = [];
}
