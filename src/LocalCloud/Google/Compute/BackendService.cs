using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LocalCloud.Google.Compute;

/// <summary>A backend service of a load balancer.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Name">Name, such as <c>k8s1-…</c>.</param>
/// <param name="Id">Number of the resource: part of the audience of IAP's tokens.</param>
/// <param name="Body">Further fields: protocol, IAP, groups.</param>
/// <param name="CreateTime">When it was made.</param>
public sealed record BackendService(string Project, string Name, string Id, JsonObject Body, DateTimeOffset CreateTime)
{
    /// <summary>Health of each endpoint: <c>HEALTHY</c> or <c>UNHEALTHY</c>; no endpoint, no entry.</summary>
    public IReadOnlyList<string> Health { get; init; } = [];

    [JsonIgnore]
    public string Path => $"projects/{Project}/global/backendServices/{Name}";
}
