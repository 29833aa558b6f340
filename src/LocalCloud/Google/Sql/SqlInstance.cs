using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace LocalCloud.Google.Sql;

/// <summary>A Cloud SQL instance.</summary>
/// <param name="Project">Project id.</param>
/// <param name="Name">Name.</param>
/// <param name="Body">Fields of the request.</param>
/// <param name="State"><c>PENDING_CREATE</c> or <c>RUNNABLE</c>.</param>
/// <param name="CreateTime">When it was made.</param>
public sealed record SqlInstance(string Project, string Name, JsonObject Body, string State, DateTimeOffset CreateTime)
{
    /// <summary>Users by name; their passwords are not kept.</summary>
    public IReadOnlyList<SqlUser> Users { get; init; } = [];

    /// <summary>Names of its databases.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>When it was deleted: its name stays reserved for a week.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    [JsonIgnore]
    internal string Id => $"{Project}/{Name}";
}
