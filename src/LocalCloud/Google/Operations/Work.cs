using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LocalCloud.Google.Operations;

/// <summary>Something that takes time, kept as data so that a restart can take it up again.</summary>
/// <param name="Id">Name of the operation in its API.</param>
/// <param name="Kind">What is done: the name under which its ending was defined, such as <c>compute.insertAddress</c>.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Target">Name of what it works on.</param>
/// <param name="StartTime">When it began.</param>
/// <param name="Duration">How long it takes.</param>
public sealed record Work(string Id, string Kind, string Project, string Target, DateTimeOffset StartTime, TimeSpan Duration)
{
    /// <summary>What its ending needs to know.</summary>
    public JsonObject Details { get; init; } = [];

    public bool Done { get; init; }

    public DateTimeOffset? EndTime { get; init; }

    /// <summary>google.rpc code of the failure, or null.</summary>
    public int? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    [JsonIgnore]
    public DateTimeOffset DueAt => StartTime + Duration;
}
