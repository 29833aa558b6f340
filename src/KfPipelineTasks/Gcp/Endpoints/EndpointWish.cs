namespace KfPipelineTasks.Gcp.Endpoints;

/// <summary>A host name that shall lead to an address.</summary>
/// <param name="Project">Project that owns it; its id is part of the host.</param>
/// <param name="Host"><c>NAME.endpoints.PROJECT.cloud.goog</c>.</param>
/// <param name="Address">IP address.</param>
public sealed record EndpointWish(string Project, string Host, string Address)
{
    /// <summary>The configuration as an OpenAPI 2.0 document, in YAML.</summary>
    public required string OpenApi { get; init; }

    /// <summary>E-mail of the service account that may report for the service; null: nobody.</summary>
    public string? Controller { get; init; }

    /// <summary>True for a host that Cloud Endpoints publishes for a project.</summary>
    public static bool IsPublished(string host, string project) => host.EndsWith($".endpoints.{project}.cloud.goog", StringComparison.Ordinal);
}
