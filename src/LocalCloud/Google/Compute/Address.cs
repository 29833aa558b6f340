using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LocalCloud.Google.Compute;

/// <summary>A reserved address.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Scope"><c>global</c> or <c>regions/R</c>.</param>
/// <param name="Name">Name.</param>
/// <param name="Ip">The address.</param>
/// <param name="Body">Fields of the request.</param>
/// <param name="Id">Number of the resource.</param>
/// <param name="CreateTime">When it was reserved.</param>
public sealed record Address(string Project, string Scope, string Name, string Ip, JsonObject Body, string Id, DateTimeOffset CreateTime)
{
    /// <summary>Links of what uses it; in use as soon as there is one.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    [JsonIgnore]
    public string Path => $"projects/{Project}/{Scope}/addresses/{Name}";
}
