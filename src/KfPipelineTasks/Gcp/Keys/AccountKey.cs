using System.Text.Json.Serialization;

namespace KfPipelineTasks.Gcp.Keys;

/// <summary>A key of a service account, without its private half.</summary>
/// <param name="Name"><c>projects/P/serviceAccounts/E/keys/ID</c>.</param>
public sealed record AccountKey(string Name, DateTimeOffset? ValidAfterTime, DateTimeOffset? ValidBeforeTime, bool? Disabled)
{
    [JsonIgnore]
    public string Id => Name[(Name.LastIndexOf('/') + 1)..];
}
