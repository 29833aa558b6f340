using KfPipelineTasks.Model;

namespace KfPipelineTasks.Gcp.Endpoints;

/// <summary>Cloud Endpoints, as far as it publishes host names below <c>cloud.goog</c>: a service per host, configurations, rollouts.</summary>
public interface IEndpoints
{
    /// <summary>True when the host has a service. One of somebody else looks like none.</summary>
    Task<bool> ExistsAsync(string host, CancellationToken cancellation);

    /// <summary>The configuration that was rolled out last; null when there is none.</summary>
    Task<ServiceConfig?> ServingAsync(string host, CancellationToken cancellation);

    /// <summary>Makes the service of a host and waits.</summary>
    /// <param name="project">Project that will own it.</param>
    Task CreateAsync(string project, string host, TimeSpan deadline, IOutput output, CancellationToken cancellation);

    /// <summary>Hands in a configuration and waits.</summary>
    /// <param name="openApi">An OpenAPI 2.0 document in YAML.</param>
    /// <returns>Id of the configuration.</returns>
    Task<string> SubmitAsync(string host, string openApi, TimeSpan deadline, IOutput output, CancellationToken cancellation);

    /// <summary>Gives a configuration all traffic and waits.</summary>
    Task RollOutAsync(string host, string config, TimeSpan deadline, IOutput output, CancellationToken cancellation);
}
