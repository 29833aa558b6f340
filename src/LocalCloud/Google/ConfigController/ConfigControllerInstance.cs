using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LocalCloud.Kube;

namespace LocalCloud.Google.ConfigController;

/// <summary>A Config Controller: a managed cluster with Config Connector in it.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Location">Region.</param>
/// <param name="Name">Name; its cluster is called <c>krmapihost-{Name}</c>.</param>
/// <param name="Body">Fields of the request.</param>
/// <param name="State"><c>CREATING</c>, <c>RUNNING</c> or <c>DELETING</c>.</param>
public sealed record ConfigControllerInstance(string Project, string Location, string Name, JsonObject Body, string State)
{
    /// <summary>The request id it was created with: the same one again is the same request.</summary>
    public string? RequestId { get; init; }

    /// <summary>Name of the operation that creates it.</summary>
    public string? CreatedBy { get; init; }

    [JsonIgnore]
    public string Path => $"projects/{Project}/locations/{Location}/krmApiHosts/{Name}";

    /// <summary>The cluster it runs on.</summary>
    [JsonIgnore]
    public ClusterKey Cluster => new(Project, Location, $"krmapihost-{Name}");
}
